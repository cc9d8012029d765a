"""Prometheus' text format, version 0.0.4."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from alcuin.ops.metrics.families import Family

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


class Page:
    """Lines, gathered family by family."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def add(self, family: Family, samples: Mapping[tuple[str, ...], float]) -> None:
        """A family; samples by the values of its labels."""
        if not samples:
            return
        self._head(family)
        for values, number in samples.items():
            self._lines.append(f"{family.name}{_labels(family.labels, values)} {_said(number)}")

    def add_histogram(
        self, family: Family, bounds: Sequence[float], samples: Iterable["Histogram"]
    ) -> None:
        """A histogram; buckets come one by one and are added up here."""
        self._head(family)
        labels = (*family.labels, "le")
        for values, buckets, total in samples:
            for bound, count in zip((*map(str, bounds), "+Inf"), accumulate(buckets), strict=True):
                at = _labels(labels, (*values, bound))
                self._lines.append(f"{family.name}_bucket{at} {_said(count)}")
            at = _labels(family.labels, values)
            self._lines.append(f"{family.name}_sum{at} {_said(total)}")
            self._lines.append(f"{family.name}_count{at} {_said(sum(buckets))}")

    def encoded(self) -> bytes:
        return "\n".join([*self._lines, ""]).encode()

    def _head(self, family: Family) -> None:
        self._lines.append(f"# HELP {family.name} {family.says.translate(_ESCAPES)}")
        self._lines.append(f"# TYPE {family.name} {family.kind}")


Histogram = tuple[tuple[str, ...], Sequence[float], float]
"""Values of labels, counts of buckets, sum."""


def _labels(names: Sequence[str], values: Sequence[str]) -> str:
    pairs = zip(names, values, strict=True)
    inner = ",".join(f'{name}="{value.translate(_ESCAPES)}"' for name, value in pairs)
    return f"{{{inner}}}" if inner else ""


def _said(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(number)
