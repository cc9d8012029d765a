"""Writing entries."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from alcuin.kit.actor import Actor, Anonymous, Person, System
from alcuin.kit.audit import queries
from alcuin.kit.db import Conn
from alcuin.kit.limits import count_attempt

REFUSALS_A_MINUTE = 30


class Outcome(StrEnum):
    """How it ended."""

    DONE = "done"
    REFUSED = "refused"


Anybody: TypeAlias = Actor | Anonymous


async def audit(
    conn: Conn,
    actor: Anybody,
    action: str,
    outcome: Outcome = Outcome.DONE,
    *,
    subject_kind: str | None = None,
    subject_id: UUID | None = None,
    facts: Mapping[str, object] | None = None,
    request_id: str | None = None,
    address: str | None = None,
    user_agent: str | None = None,
) -> None:
    """Write an entry in the caller's transaction.

    A refusal rolls its transaction back, so its entry belongs into one of its own; of
    refusals at most 30 a minute are kept for an actor (or address), so that a flood
    does not bury what matters. `facts` hold ids and plain values, nothing personal.
    """
    if outcome is Outcome.REFUSED and await _is_flood(conn, actor, address):
        return
    entry = queries.Entry(
        action=action,
        outcome=outcome.value,
        actor_kind=_kind(actor),
        actor_id=actor.user_id if isinstance(actor, Person) else None,
        subject_kind=subject_kind,
        subject_id=subject_id,
        reason=actor.reason if isinstance(actor, System) else None,
        request_id=request_id,
        facts=dict(facts or {}),
        address=address,
        user_agent=user_agent,
    )
    await queries.insert_entry(conn, entry)


async def _is_flood(conn: Conn, actor: Anybody, address: str | None) -> bool:
    who = actor.user_id if isinstance(actor, Person) else address
    return await count_attempt(conn, f"audit:{who}", 60) > REFUSALS_A_MINUTE


def _kind(actor: Anybody) -> str:
    match actor:
        case Person():
            return "person"
        case System():
            return "system"
        case Anonymous():
            return "anonymous"
