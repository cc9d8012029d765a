"""Progress: what each learner has done, counted under the learner's own row lock.

Owns `course_progress`, `lesson_progress` and `section_progress`. Progress is counted
against the release that a learner's row names; publishing rebases the rows in batches, and
a learner's own read or write rebases that learner first.
"""

from collections.abc import Sequence

from alcuin.catalog import CoursePurge
from alcuin.enrollment import Learners
from alcuin.identity import PersonalData
from alcuin.kit.events import Reader
from alcuin.kit.jobs import Job
from alcuin.media import Shows
from alcuin.progress.actions.completing import complete_section
from alcuin.progress.errors import CourseClosed, LearnerWithdrawn
from alcuin.progress.events import (
    COURSE_COMPLETED,
    LESSON_COMPLETED,
    SECTION_COMPLETED,
    is_by_release,
)
from alcuin.progress.jobs import REBASE_JOB
from alcuin.progress.learners import LearnerFiles, ProgressLearners, ProgressPurge
from alcuin.progress.personal import ProgressOfPeople
from alcuin.progress.readers import REBASE_AFTER_PUBLISHING
from alcuin.progress.routes import routes

__all__ = [
    "COURSE_COMPLETED",
    "FILES",
    "LEARNERS",
    "LESSON_COMPLETED",
    "PEOPLE",
    "PURGE",
    "SECTION_COMPLETED",
    "CourseClosed",
    "LearnerWithdrawn",
    "complete_section",
    "is_by_release",
    "jobs",
    "readers",
    "routes",
]

LEARNERS: Learners = ProgressLearners()
PURGE: CoursePurge = ProgressPurge()
FILES: Shows = LearnerFiles()
PEOPLE: PersonalData = ProgressOfPeople()


def readers() -> Sequence[Reader]:
    """Who reads the log for this room."""
    return [REBASE_AFTER_PUBLISHING]


def jobs() -> Sequence[Job]:
    """What a worker does for this room."""
    return [REBASE_JOB]
