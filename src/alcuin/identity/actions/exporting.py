"""Everything that is kept about oneself, as data."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

import msgspec

from alcuin.identity.actions.proving import require_recent_proof
from alcuin.identity.data.closing import Export
from alcuin.identity.needs import PersonalData
from alcuin.identity.queries import exporting, users
from alcuin.kit.actor import Person
from alcuin.kit.audit import audit
from alcuin.kit.db import Conn

MOST = 50_000
"""Rows of one list, the newest; more than a person leaves behind in a lifetime of lessons."""


async def export(conn: Conn, person: Person, rooms: Sequence[PersonalData]) -> Export:
    """What every room keeps about `person`. Raises ProofRequired."""
    await require_recent_proof(conn, person)
    kept = {"account": await _account(conn, person.user_id)}
    for room in rooms:
        kept[room.name] = await room.export(conn, person.user_id, MOST)
    await audit(conn, person, "account.export", subject_kind="user", subject_id=person.user_id)
    return Export(
        exported_at=await exporting.get_now(conn),
        parts={name: msgspec.to_builtins(dict(part), str_keys=True) for name, part in kept.items()},
        cut=[*_cut(kept)],
    )


async def _account(conn: Conn, user_id: UUID) -> Mapping[str, object]:
    return {
        "profile": await users.get_user(conn, user_id),
        "sessions": await exporting.list_sessions(conn, user_id, MOST),
        "signIns": await exporting.list_sign_ins(conn, user_id, MOST),
        "tokens": await exporting.list_tokens(conn, user_id, MOST),
        "secondFactors": await exporting.list_factors(conn, user_id),
        "emailChanges": await exporting.list_email_changes(conn, user_id, MOST),
        "audit": await exporting.list_audit(conn, user_id, MOST),
    }


def _cut(kept: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    for room, part in kept.items():
        for name, value in part.items():
            if isinstance(value, list) and len(value) >= MOST:
                yield f"{room}.{name}"
