"""Files as rooms see them: bytes under a key, written once, in a folder or an object store."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Protocol

from alcuin.kit.problems import Problem, Unavailable


class FileMissing(LookupError):
    """Nothing is stored under this key."""


class FilesAway(Unavailable):
    """The store of files does not answer just now. Try again in a moment."""

    code = "files_unavailable"


class FilesFull(Problem):
    """There is no room left on our side for this file."""

    status = 507
    code = "files_full"


class Files(Protocol):
    """Keeps files. Bytes under a key never change, so whoever reads them may read in parts.

    Each may raise FilesAway. None is called while a transaction is open, save by the job that
    removes what is due.
    """

    async def put(self, key: str, path: Path, media_type: str) -> None:
        """Store the file at `path`: whole or not at all, and durable when this returns.

        Raises FilesFull.
        """
        ...

    def read(self, key: str, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start`, to the end or `length` of them. Raises FileMissing."""
        ...

    async def size(self, key: str) -> int | None:
        """Bytes stored under the key, None where there is nothing."""
        ...

    async def delete(self, keys: Sequence[str]) -> None:
        """Delete what is there; a key that is missing is no error."""
        ...

    def keys(self, prefix: str = "") -> AsyncIterator[str]:
        """Every key that begins with `prefix`: empty, or whole steps with a slash at the end."""
        ...
