"""SQL of the audit."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from alcuin.kit.audit.data import Link, Unsealed, Waiting
from alcuin.kit.db import Conn

SEALING_LOCK = 0x616C_6375_696E_0002
"""Advisory lock: one sealer at a time."""

# What is hashed. Neither the session's time zone nor the order of JSON keys changes this text,
# and it holds no line of `audit_personal`.
_CONTENT = """
jsonb_build_array(a.id, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), a.action,
  a.outcome, a.actor_kind, a.actor_id, a.subject_kind, a.subject_id, a.reason, a.request_id,
  a.facts)::text
"""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the audit with its personal part."""

    action: str
    outcome: str
    actor_kind: str
    actor_id: UUID | None
    subject_kind: str | None
    subject_id: UUID | None
    reason: str | None
    request_id: str | None
    facts: dict[str, object]
    address: str | None
    user_agent: str | None


async def insert_entry(conn: Conn, entry: Entry) -> None:
    await conn.run(
        """
        with entry as (
          insert into audit (action, outcome, actor_kind, actor_id, subject_kind, subject_id,
                             reason, request_id, facts)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
          returning id
        )
        insert into audit_personal (audit_id, address, user_agent)
        select id, $10, $11 from entry where $10::text is not null or $11::text is not null
        """,
        *msgspec.structs.astuple(entry),
    )


async def forget_person(conn: Conn, user_id: UUID) -> None:
    """Delete the personal part of entries that tell where somebody was; the entries stay.

    Of what others did to them the address is the others'.
    """
    await conn.run(
        """
        delete from audit_personal p using audit a
        where p.audit_id = a.id
          and (a.actor_id = $1 or (a.actor_kind <> 'person' and a.subject_id = $1))
        """,
        user_id,
    )


# The chain.


class Tip(msgspec.Struct, frozen=True):
    """The last place of the chain, and when its entry was written."""

    position: int
    hash: bytes
    at: datetime


async def lock_chain(conn: Conn) -> None:
    await conn.run("select pg_advisory_xact_lock($1)", SEALING_LOCK)


async def find_tip(conn: Conn) -> Tip | None:
    return await conn.maybe(
        Tip,
        """
        select c.position, c.hash, a.at
        from audit_chain c join audit a on a.id = c.audit_id
        order by c.position desc limit 1
        """,
    )


async def list_unsealed(conn: Conn, since: datetime | None, most: int) -> list[Unsealed]:
    """Entries without a place, from an hour before `since`, or all."""
    return await conn.all(Unsealed, _UNSEALED, since, most)


_UNSEALED = f"""
select a.id, {_CONTENT} as content from audit a
where a.at >= coalesce($1::timestamptz, '-infinity') - interval '1 hour'
  and not exists (select from audit_chain c where c.audit_id = a.id)
order by a.id limit $2
"""  # noqa: S608  a constant of this module, here and below


async def count_unsealed(conn: Conn) -> Waiting:
    return await conn.one(
        Waiting,
        """
        select count(*) as entries, min(a.at) as since from audit a
        where not exists (select from audit_chain c where c.audit_id = a.id)
        """,
    )


async def add_links(conn: Conn, links: Sequence[Link]) -> None:
    await conn.run(
        """
        insert into audit_chain (position, audit_id, hash)
        select * from unnest($1::bigint[], $2::bigint[], $3::bytea[])
        """,
        [link.position for link in links],
        [link.audit_id for link in links],
        [link.hash for link in links],
    )


async def list_links(conn: Conn, after: int, most: int) -> list[Link]:
    """Places in their order, each with the entry that stands there now."""
    return await conn.all(Link, _LINKS, after, most)


_LINKS = f"""
select c.position, c.audit_id, c.hash, case when a.id is not null then {_CONTENT} end as content
from audit_chain c left join audit a on a.id = c.audit_id
where c.position > $1 order by c.position limit $2
"""  # noqa: S608  as above


class Contradicted(msgspec.Struct, frozen=True):
    """A place that the event log tells otherwise of."""

    position: int


async def find_contradicted(conn: Conn, kind: str) -> Contradicted | None:
    """Reads the whole log: for a command, not for a request."""
    return await conn.maybe(
        Contradicted,
        """
        select t.position from (
          select (data ->> 'position')::bigint as position, data ->> 'hash' as hash
          from event where kind = $1) t
        left join audit_chain c on c.position = t.position
        where encode(c.hash, 'hex') is distinct from t.hash
        order by t.position limit 1
        """,
        kind,
    )
