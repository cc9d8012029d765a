"""Claims that vanish with the process that made them: flock(2), never a file's mere existence.

flock and not fcntl's POSIX locks: these belong to the open file, so two holders in one process
are two, and a child that inherits the file keeps the claim.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def shared(path: Path) -> Iterator[int]:
    """Hold the file together with others; yields the descriptor."""
    yield from _locked(path, fcntl.LOCK_SH)


@contextmanager
def exclusive(path: Path) -> Iterator[int]:
    """Hold the file alone; waits until all others are gone."""
    yield from _locked(path, fcntl.LOCK_EX)


def _locked(path: Path, kind: int) -> Iterator[int]:
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, kind)
        yield descriptor
    finally:
        os.close(descriptor)


def is_last(descriptor: int) -> bool:
    """Whether no one else holds the file. Whoever asks is leaving: a "no" gives up the claim."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_held(path: Path) -> bool:
    descriptor = _open(path)
    try:
        return not is_last(descriptor)
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
