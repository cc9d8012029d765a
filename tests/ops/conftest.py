"""Two installations: the one that is used, and an empty one elsewhere."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from alcuin.ops.embedded import Server
from tests.conftest import at, copied
from tests.ops.school import Site


@pytest.fixture
def here(database_urls: tuple[str, str], tmp_path: Path) -> Site:
    return Site(*database_urls, tmp_path / "files")


@pytest.fixture
async def elsewhere(server: Server, template: str, tmp_path: Path) -> AsyncIterator[Site]:
    async with copied(server, template) as name:
        yield Site(at(server.url, name), at(server.admin_url, name), tmp_path / "other-files")
