"""A file that is there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

from alcuin.ops.backup.errors import BackupExists


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Written beside, for its owner only, made durable, then named. Raises BackupExists."""
    if path.exists():
        raise BackupExists(path)
    descriptor, draft = mkstemp(prefix=f".{path.name}.", dir=path.parent)  # 0600
    try:
        with os.fdopen(descriptor, "wb", 1 << 20) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            raise BackupExists(path)
        os.rename(draft, path)  # noqa: PTH104  a draft is a name, as mkstemp gives it
    finally:
        with suppress(FileNotFoundError):
            os.unlink(draft)  # noqa: PTH108  as above
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
