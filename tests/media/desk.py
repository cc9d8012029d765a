"""Handing a file in, as the room's upload does."""

from pathlib import Path

import pytest

from alcuin.kit.problems import Problem
from alcuin.media import FileRefused, FileTypeRefused
from alcuin.media.inspecting import Inspected, inspect


class Desk:
    """Every file lies in a folder of its own; `folder` is that of the last."""

    def __init__(self, folder: Path) -> None:
        self._folders = folder
        self._count = 0

    @property
    def folder(self) -> Path:
        return self._folders / str(self._count)

    async def takes(self, name: str, content: bytes, declared: str | None = None) -> Inspected:
        self._count += 1
        self.folder.mkdir()
        path = self.folder / "upload"
        path.write_bytes(content)
        return await inspect(path, name, declared)

    async def refuses(self, name: str, content: bytes, declared: str | None = None) -> Problem:
        """What it answers; nothing but the upload itself is left."""
        with pytest.raises((FileRefused, FileTypeRefused)) as refused:
            await self.takes(name, content, declared)
        assert [path.name for path in self.folder.iterdir()] == ["upload"]
        return refused.value


def reason(problem: Problem) -> object:
    """The stable word of a FileRefused."""
    assert isinstance(problem, FileRefused)
    return problem.facts["reason"]
