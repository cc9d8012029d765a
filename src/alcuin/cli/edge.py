"""How a command comes to a database that is ready, and to the parts of the product."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import asyncpg

from alcuin.app.parts import Parts, opened
from alcuin.app.schema import find_revision, migrate, newest_revision
from alcuin.app.settings import Settings, read_settings
from alcuin.app.urls import Urls, databases
from alcuin.cli.refusing import Refused

T = TypeVar("T")


def settings_of_environment() -> Settings:
    """The one place where the environment is read. Raises SettingRefused."""
    return read_settings(os.environ)


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
    """The database at the newest schema.

    Ours is migrated here, as nobody else looks after it; an external one is migrated when
    its operator says so (`alcuin db migrate`), never as a side effect.
    """
    with databases(settings) as urls:
        revision = asyncio.run(revision_at(urls.admin))
        if revision != newest_revision():
            if settings.database_url:
                raise Refused(_behind(revision))
            asyncio.run(migrate(urls.admin))
        yield urls


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
