"""Activity: the time that learners spend, the days on which they learn, and their streaks.

Owns `time_entry` and `credited_time` (what was claimed and credited), and as projections of
the log `activity_day`, `time_total`, `section_time` and `streak`. A client's word on time is
a claim: the database's clock and the learner's row decide what is credited.
"""

from collections.abc import Sequence

from alcuin.activity.actions import credit_time, find_days
from alcuin.activity.data.claims import Activity, Claim, Credit
from alcuin.activity.data.days import LearningDays
from alcuin.activity.events import TIME_CREDITED, TimeCredited
from alcuin.activity.jobs import CRONS, PRUNE_JOB
from alcuin.activity.personal import ActivityOfPeople
from alcuin.activity.purge import ActivityPurge
from alcuin.activity.readers import DAYS, STREAKS
from alcuin.activity.routes import routes
from alcuin.catalog import CoursePurge
from alcuin.identity import PersonalData
from alcuin.kit.events import Reader
from alcuin.kit.jobs import Job

__all__ = [
    "CRONS",
    "PEOPLE",
    "PURGE",
    "TIME_CREDITED",
    "Activity",
    "Claim",
    "Credit",
    "LearningDays",
    "TimeCredited",
    "credit_time",
    "find_days",
    "jobs",
    "readers",
    "routes",
]

PURGE: CoursePurge = ActivityPurge()
PEOPLE: PersonalData = ActivityOfPeople()


def readers() -> Sequence[Reader]:
    """Who reads the log for this room."""
    return [DAYS, STREAKS]


def jobs() -> Sequence[Job]:
    """What a worker does for this room."""
    return [PRUNE_JOB]
