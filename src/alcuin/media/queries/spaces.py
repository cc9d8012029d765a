"""SQL of the room that files take: exact, because each change locks its row."""

from typing import Literal
from uuid import UUID

from alcuin.kit.db import Conn
from alcuin.media.data import Space

Kind = Literal["PERSON", "COURSE"]


async def find_space(conn: Conn, kind: Kind, space_id: UUID) -> Space | None:
    return await conn.maybe(
        Space, "select bytes, files from media_space where kind = $1 and id = $2", kind, space_id
    )


async def take_space(conn: Conn, kind: Kind, space_id: UUID, size: int, quota: int) -> bool:
    """Count a file of `size` bytes; False where the quota has no room for it."""
    taken = await conn.value(
        bool,
        """
        insert into media_space as s (kind, id, bytes, files)
        select $1, $2, $3::bigint, 1 where $3 <= $4::bigint
        on conflict (kind, id) do update set bytes = s.bytes + excluded.bytes, files = s.files + 1
          where s.bytes + excluded.bytes <= $4
        returning true
        """,
        kind,
        space_id,
        size,
        quota,
    )
    return taken is True


async def free_space(conn: Conn, kind: Kind, space_id: UUID, size: int) -> None:
    await conn.run(
        """
        update media_space set bytes = bytes - $3, files = files - 1 where kind = $1 and id = $2
        """,
        kind,
        space_id,
        size,
    )
