"""Statements that search the audit.

One for each filter that an index serves: planned without values, a single statement for all
of them would read the whole audit for an entry that is rare.
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from alcuin.identity.data.auditing import AuditEntry, AuditFilter
from alcuin.kit.db import Conn

_FOUND = """
select a.id, a.at, a.action, a.outcome, a.actor_kind, a.actor_id, u.name as actor_name,
  a.subject_kind, a.subject_id, a.reason, a.request_id, a.facts, p.address, p.user_agent,
  c.position
from (
  select * from audit a
  where {first}
    and ($1::uuid is null or a.subject_id = $1) and ($2::uuid is null or a.actor_id = $2)
    and ($3::text is null or a.action = $3) and ($4::text is null or a.outcome = $4)
    and ($5::text is null or a.subject_kind = $5)
    and ($6::timestamptz is null or a.at >= $6) and ($7::timestamptz is null or a.at < $7)
    and ($8::bigint is null or a.id < $8)
  order by a.id desc limit $9 offset $10) a
left join app_user u on u.id = a.actor_id
left join audit_personal p on p.audit_id = a.id
left join audit_chain c on c.audit_id = a.id
order by a.id desc
"""
_COUNTED = """
select count(*) from (
  select from audit a
  where {first}
    and ($1::uuid is null or a.subject_id = $1) and ($2::uuid is null or a.actor_id = $2)
    and ($3::text is null or a.action = $3) and ($4::text is null or a.outcome = $4)
    and ($5::text is null or a.subject_kind = $5)
    and ($6::timestamptz is null or a.at >= $6) and ($7::timestamptz is null or a.at < $7)
  limit $8 + 1) found
"""
By: TypeAlias = Literal["subject", "actor", "action", "time", "nothing"]
_FIRST: dict[By, str] = {
    "subject": "a.subject_id = $1",
    "actor": "a.actor_id = $2",
    "action": "a.action = $3",
    "time": "a.at >= coalesce($6::timestamptz, '-infinity')"
    " and a.at < coalesce($7::timestamptz, 'infinity')",
    "nothing": "true",
}
FOUND = {by: _FOUND.format(first=first) for by, first in _FIRST.items()}
COUNTED = {by: _COUNTED.format(first=first) for by, first in _FIRST.items()}


async def search_audit(
    conn: Conn, asked: AuditFilter, before: int | None, limit: int, offset: int
) -> list[AuditEntry]:
    """The newest first; `before` is where the page before ended."""
    by = _by(asked)
    return await conn.all(AuditEntry, FOUND[by], *_values(asked), before, limit, offset)


async def count_audit(conn: Conn, asked: AuditFilter, bound: int) -> int:
    """How many `search_audit` would find, counted no further than one beyond `bound`."""
    by = _by(asked)
    return await conn.value(int, COUNTED[by], *_values(asked), bound) or 0


def _by(asked: AuditFilter) -> By:
    """The filter that leaves least to read."""
    if asked.subject:
        return "subject"
    if asked.actor:
        return "actor"
    if asked.action:
        return "action"
    return "time" if asked.since or asked.until else "nothing"


def _values(asked: AuditFilter) -> Sequence[object]:
    return (
        asked.subject,
        asked.actor,
        asked.action,
        asked.outcome,
        asked.subject_kind,
        asked.since,
        asked.until,
    )
