"""Descriptors that a child inherits instead of paths."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path


@contextmanager
def source(path: Path) -> Iterator[int]:
    """A file to read."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def targets(*paths: Path) -> Iterator[list[int]]:
    """New files to write, for nobody else to read."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    with ExitStack() as stack:
        descriptors = []
        for path in paths:
            descriptor = os.open(path, flags, 0o600)
            stack.callback(os.close, descriptor)
            descriptors.append(descriptor)
        yield descriptors


def write(descriptor: int, content: bytes) -> None:
    """All of it; the descriptor stays open."""
    with os.fdopen(descriptor, "wb", closefd=False) as file:
        file.write(content)
