"""Analytics: numbers for those who teach, projected from the event log.

Owns `course_learner` and `course_count`. Both are a pure function of the log and can be
made anew from it at any time.
"""

from collections.abc import Sequence

from alcuin.analytics.readers import COURSE_NUMBERS
from alcuin.analytics.routes import routes
from alcuin.kit.events import Reader

__all__ = ["readers", "routes"]


def readers() -> Sequence[Reader]:
    """Who reads the log for this room."""
    return [COURSE_NUMBERS]
