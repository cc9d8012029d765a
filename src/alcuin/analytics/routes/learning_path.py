"""What a learner may do next."""

from uuid import UUID

import msgspec

from alcuin.analytics.data.learning_path import LearningPath, Standing
from alcuin.analytics.queries.learning_path import find_standing
from alcuin.analytics.routes.own import asked, outlines_of
from alcuin.analytics.rules.learning_path import learning_path
from alcuin.analytics.rules.steps import courses_of
from alcuin.catalog import Shelf
from alcuin.kit.db import Conn
from alcuin.kit.http import Envelope, Request, Response, Route, get

UNFINISHED = 10
"""Courses to go on with, those visited last."""

_encode = msgspec.json.Encoder().encode


async def _standing(conn: Conn, session_id: UUID, user_id: UUID) -> Standing | None:
    return await find_standing(conn, session_id=session_id, user_id=user_id, courses=UNFINISHED)


def learning_path_route(shelf: Shelf) -> Route:
    """The learning path; titles of lessons and sections come from memory."""

    @get("/api/progress/analytics/learning-path")
    async def read_learning_path(request: Request) -> Response[Envelope[LearningPath]]:
        """Suggest what to do next, each with its reason: unfinished courses first, then new ones.

        The order follows from what you have done, and the same state always suggests the same.
        """
        standing = await asked(request, _standing)
        courses = courses_of(standing)
        path = learning_path(standing, courses, await outlines_of(shelf, courses))
        return Response(_encode(Envelope(data=path)))

    return read_learning_path
