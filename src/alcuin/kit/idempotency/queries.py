"""SQL of idempotency."""

from uuid import UUID

from alcuin.kit.db import Conn
from alcuin.kit.idempotency.data import Asked, FirstAnswer


async def try_lock(conn: Conn, ask: Asked) -> bool:
    """Whether nobody else holds this key; held until the transaction ends."""
    return bool(
        await conn.value(
            bool,
            "select pg_try_advisory_xact_lock(hashtextextended($1, 0))",
            f"idempotency {ask.user_id} {ask.route} {ask.key}",
        )
    )


async def find_answer(conn: Conn, ask: Asked) -> FirstAnswer | None:
    """The answer of the last 24 hours."""
    return await conn.maybe(
        FirstAnswer,
        """
        select body_sha256, status, headers, answer from idempotency
        where user_id = $1 and route = $2 and key = $3
          and created_at > kit_now() - interval '24 hours'
        """,
        ask.user_id,
        ask.route,
        ask.key,
    )


async def keep_answer(
    conn: Conn, ask: Asked, status: int, headers: dict[str, str], answer: bytes
) -> None:
    """Keep an answer, in place of one that is too old."""
    await conn.run(
        """
        insert into idempotency (user_id, route, key, body_sha256, status, headers, answer)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (user_id, route, key) do update set
          body_sha256 = excluded.body_sha256, status = excluded.status,
          headers = excluded.headers, answer = excluded.answer, created_at = kit_now()
        """,
        ask.user_id,
        ask.route,
        ask.key,
        ask.body_sha256,
        status,
        headers,
        answer,
    )


async def forget_answers(conn: Conn, user_id: UUID) -> None:
    """Forget what somebody was answered, whose account is erased."""
    await conn.run("delete from idempotency where user_id = $1", user_id)


async def prune_answers(conn: Conn, most: int) -> int:
    """Forget answers that `find_answer` finds no more.

    By ctid, so that a row whose key is used anew meanwhile is another row, and stays.
    """
    return await conn.run(
        """
        delete from idempotency where ctid = any(array(
          select ctid from idempotency where created_at <= kit_now() - interval '24 hours'
          order by created_at limit $1 for update skip locked))
        """,
        most,
    )
