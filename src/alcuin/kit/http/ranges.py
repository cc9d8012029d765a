"""Parts of a file, as a Range header asks for them (RFC 9110, 14)."""

import re

import msgspec

from alcuin.kit.problems import Problem

LONGEST = 100
"""Bytes of a header that is read at all; one range needs 20."""

_one = re.compile(rb"bytes=(\d{0,18})-(\d{0,18})").fullmatch


class Part(msgspec.Struct, frozen=True):
    """Bytes of a file, from `start`."""

    start: int
    length: int


class RangeNotSatisfiable(Problem):
    """The file has no such bytes."""

    status = 416
    code = "range_not_satisfiable"

    @property
    def headers(self) -> dict[str, str]:
        return {"content-range": f"bytes */{self.facts.get('size', 0)}"}


def asked_part(header: bytes | None, size: int) -> Part | None:
    """The part that is asked for; None for the whole. Raises RangeNotSatisfiable.

    Several ranges, other units and what cannot be read are answered by the whole, which the
    standard allows: nobody makes us cut a file into ten thousand pieces.
    """
    found = _one(header) if header and len(header) <= LONGEST else None
    if found is None or found[1] == found[2] == b"":
        return None
    first, last = (int(text) if text else None for text in found.groups())
    if first is None:
        start = max(0, size - (last or 0))
        end = size
    else:
        if last is not None and last < first:
            return None
        start = first
        end = size if last is None else min(size, last + 1)
    if start >= end:
        raise RangeNotSatisfiable(size=size)
    return Part(start, end - start)
