"""Files, as the media room's rows tell of them."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec

from alcuin.kit.db import Conn
from alcuin.ops.backup.data import Kept

LIST_FILES = "select id::text as id, sha256, widths from media order by media.id"


class Known(msgspec.Struct, frozen=True):
    """What is known of one file: of what type it is, and for the main file its checksum."""

    type: str
    sha256: bytes
    widths: list[int]


async def has_files(conn: Conn) -> bool:
    """False at revisions before there were files."""
    return await conn.value(str, "select to_regclass('public.media')::text") is not None


async def each_file(conn: Conn) -> AsyncIterator[Kept]:
    """All of them, a few at a time."""
    row: Any  # asyncpg ships no types
    async for row in conn.raw.cursor(LIST_FILES, prefetch=1000):
        yield Kept(row["id"], row["sha256"], row["widths"])


async def find_file(conn: Conn, file_id: str) -> Known | None:
    return await conn.maybe(
        Known, "select type, sha256, widths from media where id = $1::text::uuid", file_id
    )


async def count_files(conn: Conn) -> int:
    """Those that the rows tell of, smaller images among them."""
    return (
        await conn.value(int, "select coalesce(sum(1 + cardinality(widths)), 0)::int8 from media")
        or 0
    )


async def lock_removal(conn: Conn, key: int) -> None:
    """Keep the remover of files away as long as this session lasts; backups may be several."""
    await conn.run("select pg_advisory_lock_shared($1)", key)
