"""Files in a folder of this machine.

Written with the standard library and not through obstore, which is there for object stores:
its local store renames what may not have reached the disk yet, and costs each process 6 MB.
"""

import asyncio
import errno
import os
import re
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

from alcuin.kit.files import FileMissing, FilesAway, FilesFull

PIECE = 256 * 1024
"""Bytes read at once: what a slow client makes us hold."""

KEY = re.compile(r"(?!.*\.\.)[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*)*", re.ASCII)
"""Plain steps: none begins with a dot, so that none leads out of the folder."""

UNFINISHED = ".part"
FULL = (errno.ENOSPC, errno.EDQUOT)


class FolderFiles:
    """One file a key. What `put` has stored survives a power cut."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, key: str, path: Path, media_type: str) -> None:  # noqa: ARG002  a folder keeps no types
        target = self._path(key)
        try:
            await asyncio.to_thread(_store, path, target, self._folder)
        except OSError as fault:
            raise (FilesFull if fault.errno in FULL else FilesAway) from fault

    async def read(
        self, key: str, start: int = 0, length: int | None = None
    ) -> AsyncIterator[bytes]:
        descriptor = await asyncio.to_thread(_opened, self._path(key))
        try:
            left = os.fstat(descriptor).st_size - start if length is None else length
            while left > 0:
                piece = await asyncio.to_thread(os.pread, descriptor, min(left, PIECE), start)
                if not piece:
                    return
                start, left = start + len(piece), left - len(piece)
                yield piece
        finally:
            os.close(descriptor)

    async def size(self, key: str) -> int | None:
        try:
            return (await asyncio.to_thread(self._path(key).stat)).st_size
        except FileNotFoundError:
            return None

    async def delete(self, keys: Sequence[str]) -> None:
        await asyncio.to_thread(self._delete, [self._path(key) for key in keys])

    async def keys(self, prefix: str = "") -> AsyncIterator[str]:
        for key in await asyncio.to_thread(lambda: list(self._keys(prefix))):
            yield key

    def _keys(self, prefix: str) -> Iterator[str]:
        under = self._path(prefix.rstrip("/")) if prefix else self._folder
        for at, _, names in os.walk(under):
            steps = Path(at).relative_to(self._folder)
            yield from (str(steps / name) for name in sorted(names) if not name.startswith("."))

    def _delete(self, paths: Sequence[Path]) -> None:
        for path in paths:
            path.unlink(missing_ok=True)
        for folder in {path.parent for path in paths} - {self._folder}:
            for left in folder.glob(f".*{UNFINISHED}"):  # of a process that was killed
                left.unlink(missing_ok=True)
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise ValueError(f"no key of a file: {key!r}")
        return self._folder / key


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError as fault:
        raise FileMissing(path.name) from fault


def _store(source: Path, target: Path, folder: Path) -> None:
    """Copied beside, flushed, renamed; then the folders that name it are flushed too."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}{UNFINISHED}")
    try:
        with source.open("rb") as read, unfinished.open("wb") as written:
            os.fchmod(written.fileno(), 0o600)
            shutil.copyfileobj(read, written, PIECE)
            written.flush()
            os.fsync(written.fileno())
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    at = target.parent
    while at != folder.parent:
        _flush(at)
        at = at.parent


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
