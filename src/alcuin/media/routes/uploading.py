"""Uploading a file."""

from uuid import UUID

from alcuin.identity import Scope
from alcuin.kit.http import (
    Edge,
    Envelope,
    Received,
    Request,
    Response,
    Route,
    Strict,
    database,
    edge,
    post,
    receive_file,
)
from alcuin.kit.problems import Invalid
from alcuin.kit.scratch import scratch
from alcuin.media.actions.storing import add_file, require_room, store_file
from alcuin.media.desk import Desk, TooManyUploads
from alcuin.media.errors import IN_A_COURSE, FileRefused, FileTypeRefused, QuotaFull
from alcuin.media.rules.links import course_ref
from alcuin.media.schemas import PATH, MediaView, Sent

UPLOADING = Strict("uploading", attempts=120)
"""Each image is made anew, which takes a second of processor time at worst."""


def routes(desk: Desk) -> list[Route]:
    """Uploads around one desk."""
    bounds, pace = desk.workshop.bounds, desk.workshop.pace

    async def space_of(at: Edge, course: str | None) -> UUID | None:
        if course is None:
            return None
        return await desk.spaces.require_space(at.conn, at.person, course_ref(course))

    @post(
        PATH,
        scope=Scope.COURSES_WRITE,
        upload=True,
        limit=UPLOADING,
        answers={201: "Stored."},
        refuses=(QuotaFull, FileTypeRefused, FileRefused, TooManyUploads, *IN_A_COURSE),
    )
    async def upload(request: Request, query: Sent) -> Response[Envelope[MediaView]]:
        """Upload a file, for yourself or into a course that you edit.

        Send a form with one file, or the file as the body and its `name` in the query. Images
        are made anew without what cameras write into them. Who asks is checked before the
        body is read and once more after it; no transaction waits for it.
        """
        async with edge(request) as at:
            space = await space_of(at, query.course)
            await require_room(at.conn, at.person.user_id, space, bounds)
        with desk.turns.take(at.person.user_id):
            async with scratch(desk.workshop.folder) as own:
                got = await receive_file(request, own, bounds.file_bytes, pace)
                stored = await store_file(
                    database(request), desk.files, got.path, _name(query, got), got.media_type
                )
        async with edge(request) as at:
            space = await space_of(at, query.course)
            file = await add_file(at.conn, stored, at.person.user_id, space, bounds)
            return at.answer(MediaView.of(file), status=201, location=f"{PATH}/{file.id}")

    return [upload]


def _name(query: Sent, got: Received) -> str:
    name = query.name or got.name
    if not name:
        raise Invalid.at("?name", "Say how the file is called.", "required")
    return name
