"""Statements about authenticator apps."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from alcuin.identity.data.second_factors import Factor, Kept, Sealed, Security
from alcuin.kit.db import Conn


async def find_factor(conn: Conn, user_id: UUID, step_seconds: int) -> Factor | None:
    """Somebody's app, confirmed or not, held: of two who show a code at once one waits."""
    return await conn.maybe(
        Factor,
        """
        select key_id, sealed, last_step,
          floor(extract(epoch from kit_now()) / $2::int)::bigint as step,
          confirmed_at is not null as is_confirmed
        from second_factor where user_id = $1 for no key update
        """,
        user_id,
        step_seconds,
    )


async def put_unconfirmed(conn: Conn, user_id: UUID, sealed: Sealed) -> bool:
    """Begin, or begin anew; false where an app is confirmed already."""
    return bool(
        await conn.run(
            """
            insert into second_factor as f (user_id, key_id, sealed) values ($1, $2, $3)
            on conflict (user_id) do update
            set key_id = excluded.key_id, sealed = excluded.sealed, created_at = kit_now(),
                last_step = 0
            where f.confirmed_at is null
            """,
            user_id,
            sealed.key_id,
            sealed.text,
        )
    )


async def use_step(conn: Conn, user_id: UUID, step: int) -> bool:
    """Spend the code of a step; false where it, or a later one, was used before."""
    return bool(
        await conn.run(
            "update second_factor set last_step = $2 where user_id = $1 and last_step < $2",
            user_id,
            step,
        )
    )


async def confirm(conn: Conn, user_id: UUID) -> None:
    await conn.run(
        """
        update second_factor set confirmed_at = kit_now()
        where user_id = $1 and confirmed_at is null
        """,
        user_id,
    )


async def remove(conn: Conn, user_id: UUID) -> bool:
    """Turn it off, with its backup codes; false where none was on."""
    return bool(
        await conn.run(
            "delete from second_factor where user_id = $1 and confirmed_at is not null", user_id
        )
    )


async def get_security(
    conn: Conn, user_id: UUID, session_id: UUID, proof_life: timedelta
) -> Security:
    return await conn.one(
        Security,
        """
        select f.confirmed_at as second_factor_since,
          (select count(*) from backup_code c where c.user_id = s.user_id and c.used_at is null)
            as backup_codes_left,
          case when s.proved_at + $3::interval > kit_now() then s.proved_at + $3::interval end
            as proved_until
        from session s left join second_factor f on f.user_id = s.user_id
        where s.id = $2 and s.user_id = $1
        """,
        user_id,
        session_id,
        proof_life,
    )


async def list_sealed_with(conn: Conn, key_id: str, most: int) -> list[Kept]:
    """Secrets that this key sealed, held until they are sealed anew."""
    return await conn.all(
        Kept,
        """
        select user_id, sealed from second_factor where key_id = $1
        order by user_id limit $2 for no key update skip locked
        """,
        key_id,
        most,
    )


async def put_sealed(conn: Conn, user_ids: Sequence[UUID], sealed: Sequence[Sealed]) -> None:
    """The same secrets, sealed anew."""
    await conn.run(
        """
        update second_factor f set key_id = s.key_id, sealed = s.text
        from unnest($1::uuid[], $2::text[], $3::bytea[]) as s (user_id, key_id, text)
        where f.user_id = s.user_id
        """,
        user_ids,
        [each.key_id for each in sealed],
        [each.text for each in sealed],
    )
