"""What administrators do with rules."""

from alcuin.achievements.actions.judging import BACKFILL, Backfill
from alcuin.achievements.data.rules import MOST_RULES, NewRule, Rule, RuleEdit
from alcuin.achievements.errors import RuleNotFound, TooManyRules
from alcuin.achievements.queries import ruling as queries
from alcuin.achievements.rules.ruling import changed, require_sound
from alcuin.kit.actor import Actor, System
from alcuin.kit.audit import audit
from alcuin.kit.db import Conn
from alcuin.kit.jobs import enqueue
from alcuin.kit.problems import Forbidden

SUBJECT = "achievement_rule"


async def list_rules(conn: Conn, actor: Actor) -> list[Rule]:
    """Every rule, by key."""
    _require_administrator(actor)
    return await queries.list_rules(conn)


async def get_rule(conn: Conn, actor: Actor, key: str) -> Rule:
    """Raises RuleNotFound."""
    _require_administrator(actor)
    return await _rule(conn, key)


async def hold_rule(conn: Conn, actor: Actor, key: str) -> Rule:
    """A rule, held until the transaction ends. Raises RuleNotFound."""
    _require_administrator(actor)
    await queries.lock_rule(conn, key)
    return await _rule(conn, key)


async def add_rule(conn: Conn, actor: Actor, new: NewRule) -> Rule:
    """Add a rule; learners who have done it already get it by a job.

    Raises Invalid, RuleKeyTaken, TooManyRules.
    """
    _require_administrator(actor)
    require_sound(new)
    await queries.lock_rules(conn)
    if await queries.count_rules(conn) >= MOST_RULES:
        raise TooManyRules(limit=MOST_RULES)
    await queries.insert_rule(conn, new)
    await queries.set_texts(conn, new.key, new.translations)
    rule = await _rule(conn, new.key)
    await audit(conn, actor, "achievement_rule.add", subject_kind=SUBJECT, facts=_facts(rule))
    await _ask_for_backfill(conn, rule)
    return rule


async def edit_rule(conn: Conn, actor: Actor, rule: Rule, edit: RuleEdit) -> Rule:
    """Change texts, points, or whether it counts. What was unlocked stays as it was.

    Points are those of the moment of unlocking; titles are read as they are now.
    """
    will = changed(rule, edit)
    await queries.update_rule(conn, will)
    if will.translations != rule.translations:
        await queries.set_texts(conn, rule.key, will.translations)
    edited = await _rule(conn, rule.key)
    facts = _facts(edited) | {"before": {"points": rule.points, "enabled": rule.enabled}}
    await audit(conn, actor, "achievement_rule.edit", subject_kind=SUBJECT, facts=facts)
    if not rule.enabled:
        await _ask_for_backfill(conn, edited)
    return edited


async def delete_rule(conn: Conn, actor: Actor, key: str) -> None:
    """Delete a rule that nobody has unlocked. Raises RuleNotFound, RuleUnlocked."""
    _require_administrator(actor)
    if not await queries.delete_rule(conn, key):
        raise RuleNotFound
    await audit(conn, actor, "achievement_rule.delete", subject_kind=SUBJECT, facts={"rule": key})


async def _ask_for_backfill(conn: Conn, rule: Rule) -> None:
    """Who has reached it before now is told by no event."""
    if rule.enabled:
        # The revision is part of the key: a run under way may have passed learners already.
        key = f"{rule.key} {rule.revision}"
        await enqueue(conn, BACKFILL, Backfill(rule.key), key=key)


async def _rule(conn: Conn, key: str) -> Rule:
    rule = await queries.find_rule(conn, key)
    if rule is None:
        raise RuleNotFound
    return rule


def _facts(rule: Rule) -> dict[str, object]:
    return {
        "rule": rule.key,
        "condition": rule.condition,
        "threshold": rule.threshold,
        "points": rule.points,
        "enabled": rule.enabled,
        "languages": sorted(rule.translations),
    }


def _require_administrator(actor: Actor) -> None:
    """Routes say so too; this line holds for every other edge."""
    if not (isinstance(actor, System) or actor.is_admin):
        raise Forbidden
