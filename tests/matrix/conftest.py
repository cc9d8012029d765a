"""The cast stands committed in a database of its own; each cell is one transaction, undone.

Not inside one outer transaction, as other tests: thousands of savepoints in it made the
checksums eight times slower.
"""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from alcuin.app.refusals import REFUSALS
from alcuin.kit.db import prepare_connection
from alcuin.ops.embedded import Server
from tests.conftest import SoloDatabase, SoloPool, at, copied
from tests.matrix.campus import Campus
from tests.matrix.cast import Cast, assemble
from tests.matrix.cells import Ledger


@pytest.fixture(scope="session")
async def cast(server: Server, template: str) -> AsyncIterator[Cast]:
    async with copied(server, template) as name:
        raw = await asyncpg.connect(
            at(server.url, name),
            statement_cache_size=512,
            server_settings={"timezone": "UTC", "jit": "off"},
        )
        await prepare_connection(raw)
        campus = Campus(SoloDatabase(SoloPool(raw), REFUSALS))
        async with campus.client:
            yield await assemble(campus)
        await raw.close()


@pytest.fixture(scope="session")
async def ledger(cast: Cast) -> Ledger:
    opened = Ledger(cast.campus)
    await opened.open()
    return opened
