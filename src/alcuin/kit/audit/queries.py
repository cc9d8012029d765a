"""SQL of the audit."""

from uuid import UUID

import msgspec

from alcuin.kit.db import Conn


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
