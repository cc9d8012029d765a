"""Statements about attempts to sign in."""

from datetime import timedelta
from uuid import UUID

from alcuin.identity.data import Visit
from alcuin.identity.data.sign_ins import Device, Outcome, PastSignIn
from alcuin.kit.db import Conn


async def note_sign_in(
    conn: Conn, user_id: UUID | None, outcome: Outcome, device: Device, visit: Visit
) -> None:
    """Write an attempt down; of nobody's account nothing, by the same statement (F6)."""
    await conn.run(
        """
        insert into sign_in (user_id, outcome, device, address, user_agent)
        select $1::uuid, $2, $3, $4, $5 where $1::uuid is not null
        """,
        user_id,
        outcome,
        device,
        visit.address,
        visit.user_agent,
    )


async def list_sign_ins(
    conn: Conn, user_id: UUID, life: timedelta, after: UUID | None, *, limit: int, offset: int
) -> list[PastSignIn]:
    """The newest first, which is the order of ids of version 7."""
    return await conn.all(
        PastSignIn,
        """
        select id, at, outcome, device, address, user_agent from sign_in
        where user_id = $1 and at > kit_now() - $2::interval and ($3::uuid is null or id < $3)
        order by id desc limit $4 offset $5
        """,
        user_id,
        life,
        after,
        limit,
        offset,
    )


async def count_sign_ins(conn: Conn, user_id: UUID, life: timedelta, bound: int) -> int:
    """How many `list_sign_ins` would find, counted no further than one beyond `bound`."""
    counted = await conn.value(
        int,
        """
        select count(*) from (
          select 1 from sign_in where user_id = $1 and at > kit_now() - $2::interval limit $3 + 1
        ) as found
        """,
        user_id,
        life,
        bound,
    )
    return counted or 0
