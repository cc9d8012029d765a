"""Unlocking what learners have reached."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from alcuin.achievements.data.unlocking import Backfilled, Fact
from alcuin.achievements.errors import RuleNotFound
from alcuin.achievements.queries import judging
from alcuin.achievements.queries.ruling import find_rule
from alcuin.kit.db import Conn, Database

BATCH = 1_000
"""Learners a transaction of a backfill."""

BACKFILL = "achievements.backfill"


class Backfill(msgspec.Struct, frozen=True):
    """Judge everybody, by this rule alone where one is named."""

    rule: str | None = None


async def judge(conn: Conn, facts: Sequence[Fact]) -> int:
    """Unlock what these facts bring; answers how many keys are new.

    They only say who is judged by which rules. What counts is what is stored, so a fact that is
    told late, twice or out of order unlocks neither too much nor too little. Dates alone come
    from the facts too: the projection of streaks may not have got to them yet.
    """
    await judging.tally(conn, facts)
    return await _unlock(conn, [(fact.user_id, fact.kind) for fact in facts], None)


async def backfill(
    database: Database, rule: str | None = None, *, batch: int = BATCH
) -> Backfilled:
    """Judge everybody there is, beside the running system and as often as one likes.

    With `rule` by that one alone. Raises RuleNotFound.
    """
    await _require_rule(database, rule)
    done, after = Backfilled(learners=0, unlocked=0), None
    while True:
        async with database.transaction() as conn:
            learners = await judging.list_learners(conn, after, batch)
            unlocked = await _unlock(conn, [(learner, None) for learner in learners], rule)
        done = Backfilled(done.learners + len(learners), done.unlocked + unlocked)
        if len(learners) < batch:
            return done
        after = learners[-1]


async def _require_rule(database: Database, rule: str | None) -> None:
    if rule is None:
        return
    async with database.transaction() as conn:
        if await find_rule(conn, rule) is None:
            raise RuleNotFound


async def _unlock(conn: Conn, told: Sequence[tuple[UUID, str | None]], rule: str | None) -> int:
    unlocked = await judging.unlock(conn, told, rule)
    if unlocked:
        conn.after_commit(conn.announce)
    return unlocked
