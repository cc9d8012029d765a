"""What a learner sees of their own learning."""

from uuid import UUID

import msgspec

from alcuin.analytics.data.dashboard import Dashboard, LearnerNumbers
from alcuin.analytics.queries.dashboard import find_numbers
from alcuin.analytics.routes.own import asked, outlines_of
from alcuin.analytics.rules.dashboard import dashboard
from alcuin.analytics.rules.steps import courses_of
from alcuin.catalog import Shelf
from alcuin.kit.db import Conn
from alcuin.kit.http import Envelope, Request, Response, Route, get

COURSES = 3
"""To continue, those visited last."""

ACHIEVEMENTS = 5
"""The newest."""

_encode = msgspec.json.Encoder().encode


async def _numbers(conn: Conn, session_id: UUID, user_id: UUID) -> LearnerNumbers | None:
    return await find_numbers(
        conn,
        session_id=session_id,
        user_id=user_id,
        courses=COURSES,
        achievements=ACHIEVEMENTS,
    )


def dashboard_route(shelf: Shelf) -> Route:
    """The dashboard; titles come from memory."""

    @get("/api/progress/analytics/dashboard")
    async def read_dashboard(request: Request) -> Response[Envelope[Dashboard]]:
        """Show your learning at a glance: courses, time, days, streaks and what to continue.

        Today is your local date now. What you did follows within a second or so.
        """
        row = await asked(request, _numbers)
        courses = courses_of(row)
        shown = dashboard(row, courses, await outlines_of(shelf, courses))
        return Response(_encode(Envelope(data=shown)))

    return read_dashboard
