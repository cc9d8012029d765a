"""Refusals of achievements."""

from alcuin.kit.problems import Conflict, NotFound


class RuleNotFound(NotFound):
    """There is no achievement rule with this key."""

    code = "achievement_rule_not_found"


class RuleKeyTaken(Conflict):
    """There is an achievement rule with this key already."""

    code = "achievement_key_taken"


class RuleUnlocked(Conflict):
    """Learners have unlocked this, and what is unlocked is kept. Disable the rule instead."""

    code = "achievement_unlocked"


class TooManyRules(Conflict):
    """There are as many achievement rules as there may be."""

    code = "too_many_achievement_rules"


REFUSALS = {
    "achievement_rule_pkey": RuleKeyTaken,
    "achievement_unlocked_rule_key_fkey": RuleUnlocked,
}
"""What a violated constraint of this room means."""
