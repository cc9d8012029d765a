"""PostgreSQL for tests: one shared server, a migrated template, two kinds of database.

`conn` and `client` stand in one outer transaction that is rolled back (rules, actions,
routes). `database` is a fresh copy of the template with real commits (the log, jobs,
notices, concurrency). Both connect as the application's role, so grants are tested too.
"""

import asyncio
import hashlib
import os
import secrets
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from alcuin.app import schema
from alcuin.app.refusals import REFUSALS
from alcuin.app.schema import GRANTS, MIGRATIONS, migrate
from alcuin.kit.db import Conn, Database, open_database, prepare_connection
from alcuin.ops.embedded import Server, Tuning, running

# A test cluster may lose everything in a power cut: that makes copies of databases quick.
QUICK = Tuning(max_connections=200, durable=False)


@pytest.hookimpl(optionalhook=True)  # without xdist nobody asks
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:  # Any: xdist's own
    """Who takes which tests in a parallel run."""
    from tests.scheduling import OneInstallation  # noqa: PLC0415  it needs xdist

    config.option.loadscopereorder = False  # the long ones would come last

    return OneInstallation(config, log)


def _test_data_dir() -> Path:
    # Shared by all workers of all runs of one user, so that the cluster is made once.
    return Path(tempfile.gettempdir()) / f"alcuin-tests-{os.getuid()}"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running(_test_data_dir(), tuning=QUICK) as shared:
        yield shared


def at(url: str, name: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@pytest.fixture(scope="session")
async def template(server: Server) -> str:
    """Name of a migrated database, made once per state of the migrations."""
    digest = hashlib.sha256()
    for path in sorted([*MIGRATIONS.rglob("*.py"), GRANTS, Path(schema.__file__)]):
        digest.update(path.read_bytes())
    name = f"template_{digest.hexdigest()[:16]}"
    admin = await asyncpg.connect(server.admin_url)
    await admin.execute("select pg_advisory_lock(20261)")
    try:
        if not await admin.fetchval("select true from pg_database where datname = $1", name):
            building = f"{name}_building"
            await admin.execute(f"drop database if exists {building} with (force)")
            await admin.execute(f"create database {building}")
            await migrate(at(server.admin_url, building))
            await admin.execute(f"alter database {building} rename to {name}")
    finally:
        await admin.close()
    return name


@asynccontextmanager
async def copied(server: Server, template: str) -> AsyncIterator[str]:
    """A fresh copy of the template; gives its name."""
    name = f"t_{os.getpid()}_{secrets.token_hex(4)}"
    admin = await asyncpg.connect(server.admin_url)
    await admin.execute(f"create database {name} template {template} strategy file_copy")
    try:
        yield name
    finally:
        await admin.execute(f"drop database if exists {name} with (force)")
        await admin.close()


@pytest.fixture
async def database_urls(server: Server, template: str) -> AsyncIterator[tuple[str, str]]:
    """A fresh database: the application's URL and the owner's."""
    async with copied(server, template) as name:
        yield at(server.url, name), at(server.admin_url, name)


@pytest.fixture
def database_url(database_urls: tuple[str, str]) -> str:
    return database_urls[0]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh database with real commits, as the application's role."""
    opened = await open_database(database_url, REFUSALS, size=10)
    yield opened
    await asyncio.wait_for(opened.pool.close(), 10)


class SoloPool:
    """Hands out one connection, one user at a time."""

    def __init__(self, raw: asyncpg.Connection) -> None:
        self.raw = raw
        self._turn = asyncio.Lock()

    async def acquire(self, *, timeout: float) -> asyncpg.Connection:  # noqa: ASYNC109  the pool's signature
        async with asyncio.timeout(timeout + 8):
            await self._turn.acquire()
        return self.raw

    async def release(self, _raw: asyncpg.Connection) -> None:
        self._turn.release()


class SoloDatabase(Database):
    """Every edge inside the test's outer transaction; one statement alone is a savepoint."""

    @asynccontextmanager
    async def statement(self) -> AsyncIterator[Conn]:
        async with self.transaction() as conn:
            yield conn


@pytest.fixture(scope="session")
async def solo(server: Server, template: str) -> AsyncIterator[SoloDatabase]:
    """This worker's own database, through one connection."""
    async with copied(server, template) as name:
        raw = await asyncpg.connect(
            at(server.url, name), server_settings={"timezone": "UTC", "jit": "off"}
        )
        await prepare_connection(raw)
        yield SoloDatabase(SoloPool(raw), REFUSALS)
        await raw.close()


@pytest.fixture
async def rolled_back(
    solo: SoloDatabase, request: pytest.FixtureRequest
) -> AsyncIterator[SoloDatabase]:
    """An outer transaction around the test; deferred constraints speak before it ends."""
    outer = solo.pool.raw.transaction()
    await outer.start()
    try:
        yield solo
        await solo.pool.raw.execute("set constraints all immediate")
    finally:
        await outer.rollback()


@pytest.fixture
async def conn(rolled_back: SoloDatabase) -> Conn:
    return Conn(rolled_back.pool.raw, REFUSALS)


async def set_time(conn: Conn, moment: str) -> None:
    """Let it be `moment` (ISO 8601) until the end of this test's transaction."""
    await conn.raw.execute("select set_config('alcuin.now', $1, false)", moment)
