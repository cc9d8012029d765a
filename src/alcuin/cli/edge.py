"""How a command comes to a database that is ready, and to the parts of the product."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import asyncpg

from alcuin.app.parts import Parts, opened
from alcuin.app.schema import find_revision, migrate, newest_revision
from alcuin.app.settings import Settings
from alcuin.app.urls import Urls, databases
from alcuin.cli.environment import settings_of_environment
from alcuin.cli.refusing import Refused

__all__ = [
    "act",
    "bring_up_to_date",
    "ready",
    "revision_at",
    "settings_of_environment",
    "with_parts",
]

T = TypeVar("T")


def act(task: Callable[[Parts], Awaitable[T]]) -> T:
    """Run one task against the database of the settings."""
    settings = settings_of_environment()
    with ready(settings) as urls:
        return asyncio.run(with_parts(settings, urls, task))


async def with_parts(settings: Settings, urls: Urls, task: Callable[[Parts], Awaitable[T]]) -> T:
    async with opened(settings, urls) as parts:
        return await task(parts)


@contextmanager
def ready(settings: Settings) -> Iterator[Urls]:
    """The database at the newest schema."""
    with databases(settings) as urls:
        bring_up_to_date(settings, urls)
        yield urls


def bring_up_to_date(settings: Settings, urls: Urls) -> None:
    """Have the newest schema.

    Our own database is migrated here, as nobody else looks after it; an external one is
    migrated when its operator says so (`alcuin db migrate`), never as a side effect.
    """
    revision = asyncio.run(revision_at(urls.admin))
    if revision == newest_revision():
        return
    if settings.database_url:
        raise Refused(_behind(revision))
    asyncio.run(migrate(urls.admin))


async def revision_at(url: str) -> str | None:
    """The revision a database is at. Raises Refused where there is no database."""
    try:
        return await find_revision(url)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
        raise Refused(f"The database cannot be reached: {fault}") from fault


def _behind(revision: str | None) -> str:
    return (
        f"The database is at revision {revision or 'none'}, this Alcuin needs "
        f"{newest_revision()}. Run: alcuin db migrate"
    )
