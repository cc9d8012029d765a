"""Which database: the embedded one unless a setting names another."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from alcuin.app.settings import Settings
from alcuin.ops.embedded import running


class Urls(msgspec.Struct, frozen=True):
    """Three ways to one database.

    `application` has no rights over the schema, `admin` migrates, `direct` reaches the
    primary without a transaction pooler, so that it can listen.
    """

    application: str
    admin: str
    direct: str


@contextmanager
def databases(settings: Settings) -> Iterator[Urls]:
    """Start or join the embedded server, or name the external one."""
    if settings.database_url:
        yield Urls(
            application=settings.database_url,
            admin=settings.database_admin_url or settings.database_url,
            direct=settings.database_direct_url or settings.database_url,
        )
        return
    with running(settings.data_dir) as server:
        yield Urls(application=server.url, admin=server.admin_url, direct=server.url)
