"""Analytics: numbers of learning, for those who teach and for learners themselves.

Owns, as one projection of the log, `course_learner`, `lesson_learner`, `course_count`,
`course_day`, `course_week`, `course_cohort`, `course_cohort_week`, `course_lesson`,
`course_place`, `site_learner`, `site_day` and `site_week`: a pure function of the log, made
anew from it at any time. What learners see of themselves is read from the rooms below.
"""

from collections.abc import Sequence

from alcuin.analytics.personal import AnalyticsOfPeople
from alcuin.analytics.readers import COURSE_NUMBERS
from alcuin.analytics.routes import routes
from alcuin.identity import PersonalData
from alcuin.kit.events import Reader

__all__ = ["PEOPLE", "readers", "routes"]

PEOPLE: PersonalData = AnalyticsOfPeople()


def readers() -> Sequence[Reader]:
    """Who reads the log for this room."""
    return [COURSE_NUMBERS]
