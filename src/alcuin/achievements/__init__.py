"""Achievements: what learners unlock, by which rules, and the points of it.

Owns `achievement_rule`, `achievement_text`, `achievement_unlocked` and `achievement_tally`. A
reaction to the log says whom to judge; what counts is what is stored of them, so that a backfill
comes to the same. One's own profile (`/api/auth/me`) is served here, because it shows all that
the rooms below know of oneself.
"""

from collections.abc import Sequence

from alcuin.achievements.actions.judging import backfill
from alcuin.achievements.actions.reading import find_achievement, find_points
from alcuin.achievements.data.unlocking import Backfilled, Unlocked
from alcuin.achievements.errors import REFUSALS
from alcuin.achievements.events import ACHIEVEMENT_UNLOCKED, AchievementUnlocked
from alcuin.achievements.jobs import BACKFILL_JOB
from alcuin.achievements.personal import AchievementsOfPeople
from alcuin.achievements.readers import UNLOCK
from alcuin.achievements.routes import routes
from alcuin.identity import PersonalData
from alcuin.kit.events import Reader
from alcuin.kit.jobs import Job

__all__ = [
    "ACHIEVEMENT_UNLOCKED",
    "PEOPLE",
    "REFUSALS",
    "AchievementUnlocked",
    "Backfilled",
    "Unlocked",
    "backfill",
    "find_achievement",
    "find_points",
    "jobs",
    "readers",
    "routes",
]

PEOPLE: PersonalData = AchievementsOfPeople()


def readers() -> Sequence[Reader]:
    """Who reads the log for this room."""
    return [UNLOCK]


def jobs() -> Sequence[Job]:
    """What a worker does for this room."""
    return [BACKFILL_JOB]
