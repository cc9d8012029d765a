"""What one has uploaded, and deleting it."""

from uuid import UUID

import msgspec

from alcuin.identity import Scope
from alcuin.kit.http import (
    Envelope,
    Pagination,
    Request,
    Response,
    Route,
    cursors,
    delete,
    edge,
    get,
)
from alcuin.media.actions.reading import list_files
from alcuin.media.actions.removing import delete_file
from alcuin.media.data import MediaFile
from alcuin.media.desk import Desk
from alcuin.media.errors import IN_A_COURSE, MediaInUse, MediaNotFound
from alcuin.media.rules.links import course_ref
from alcuin.media.schemas import PATH, MediaListing, MediaQuery, MediaView, RoomView


def routes(desk: Desk) -> list[Route]:
    """Lists and deletion around one desk."""
    return [_list(desk), _delete(desk)]


def _list(desk: Desk) -> Route:
    bounds = desk.workshop.bounds

    @get(PATH, refuses=IN_A_COURSE)
    async def list_media(request: Request, query: MediaQuery) -> Response[MediaListing]:
        """List your own files, or those of a course that you edit, newest first."""
        async with edge(request) as at:
            space = (
                await desk.spaces.require_space(at.conn, at.person, course_ref(query.course))
                if query.course
                else None
            )
            purpose = f"media of {space or at.person.user_id}"
            before = cursors(request).open(query.cursor, purpose) if query.cursor else None
            files, room = await list_files(
                at.conn, at.person, space, query, UUID(before) if before else None
            )
            following = cursors(request).seal(files[-1].id, purpose) if files else None
            listing = MediaListing(
                data=[MediaView.of(file) for file in files],
                pagination=_pagination(query, files, room.files, following),
                room=RoomView(
                    quota=bounds.course_bytes if space else bounds.person_bytes,
                    used=room.bytes,
                    files=room.files,
                ),
            )
            return Response(msgspec.json.encode(listing))

    return list_media


def _delete(desk: Desk) -> Route:
    @delete(
        f"{PATH}/{{media_id:uuid}}", scope=Scope.COURSES_WRITE, refuses=(MediaNotFound, MediaInUse)
    )
    async def delete_media(request: Request, media_id: UUID) -> Response[Envelope[None]]:
        """Delete a file of your own, or of a course that you edit and that does not show it."""
        async with edge(request) as at:
            await delete_file(at.conn, at.person, media_id, desk.shows, desk.spaces)
            return at.answer(None, message="The file is deleted.")

    return delete_media


def _pagination(
    query: MediaQuery, files: list[MediaFile], total: int, following: str | None
) -> Pagination:
    return Pagination(
        page=query.page,
        limit=query.limit,
        total=total,
        pages=-(-total // query.limit),
        cursor=following if len(files) == query.limit else None,
    )
