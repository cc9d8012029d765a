"""Statements about backup codes."""

from collections.abc import Sequence
from uuid import UUID

from alcuin.kit.db import Conn


async def replace_codes(conn: Conn, user_id: UUID, digests: Sequence[bytes]) -> None:
    """Give somebody codes; those given before, used or not, are none any more."""
    await conn.run(
        """
        with gone as (
          delete from backup_code where user_id = $1 and hash <> all ($2::bytea[]))
        insert into backup_code (user_id, hash) select $1, unnest($2::bytea[])
        """,
        user_id,
        digests,
    )


async def use_code(conn: Conn, user_id: UUID, digest: bytes) -> bool:
    """Spend a code of a second factor that is on; of two who try at once one gets it."""
    return bool(
        await conn.run(
            """
            update backup_code c set used_at = kit_now()
            from second_factor f
            where c.user_id = $1 and c.hash = $2 and c.used_at is null
              and f.user_id = c.user_id and f.confirmed_at is not null
            """,
            user_id,
            digest,
        )
    )
