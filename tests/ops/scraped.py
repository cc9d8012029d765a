"""Prometheus' text read back, strictly enough to find what Prometheus would refuse."""

import re

SAMPLE = re.compile(r"([a-z_]+)(?:\{(.*)\})? (-?[0-9.e+-]+)")
LABEL = re.compile(r'([a-z]+)="((?:[^"\\]|\\.)*)"(?:,|$)')

Labels = frozenset[tuple[str, str]]


def read(text: str) -> dict[tuple[str, Labels], float]:
    """Samples by name and labels. Raises ValueError for a line that is none or stands twice."""
    found: dict[tuple[str, Labels], float] = {}
    for line in text.splitlines():
        if line.startswith(("# HELP ", "# TYPE ")):
            continue
        match = SAMPLE.fullmatch(line)
        if match is None:
            raise ValueError(line)
        key = (match[1], frozenset(LABEL.findall(match[2] or "")))
        if key in found:
            raise ValueError(f"twice: {line}")
        found[key] = float(match[3])
    return found


def kinds(text: str) -> dict[str, str]:
    """What each family is, by its name."""
    return dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE))


def at(found: dict[tuple[str, Labels], float], name: str, **labels: str) -> float:
    """One sample."""
    return found[name, frozenset(labels.items())]
