"""Reading a file: its bytes, what is known of it, and an address for where no token goes."""

from functools import partial
from uuid import UUID

import msgspec

from alcuin.kit.actor import Person, Visitor
from alcuin.kit.http import (
    Claims,
    Edge,
    Envelope,
    FileResponse,
    Request,
    Response,
    Route,
    Who,
    count,
    cursors,
    edge,
    get,
    post,
)
from alcuin.kit.problems import Invalid, Unauthenticated
from alcuin.media.actions.reading import get_file, link_to, require_link
from alcuin.media.data import Access
from alcuin.media.desk import Desk
from alcuin.media.errors import MediaNotFound
from alcuin.media.rules.links import PURPOSE, Link
from alcuin.media.rules.names import disposition
from alcuin.media.rules.storing import blob_of
from alcuin.media.schemas import PATH, Asked, LinkView, MediaView

CACHES = {Access.PUBLIC: "public, max-age=300", Access.PRIVATE: "private, no-cache"}
"""What is public no longer may be shown by caches for these seconds."""


def routes(desk: Desk) -> list[Route]:
    """Readings around one desk."""
    return [_file(desk), _info(desk), _link(desk)]


def _file(desk: Desk) -> Route:
    @get(
        f"{PATH}/{{media_id:uuid}}",
        who=Who.PUBLIC,
        from_memory=True,  # but counted below: a link counts for whom it was signed for
        answers={200: "The file.", 206: "A part of it."},
        refuses=(MediaNotFound,),
    )
    async def read_file(request: Request, media_id: UUID, query: Asked) -> Response[bytes]:
        """Read a file, or a smaller image of it.

        Who may not see it is answered as for an unknown id.
        """
        link = _signed(request, query.link) if query.link else None
        await count(request.scope, link.user_id if link else None)
        async with edge(request) as at:
            visitor = await _bearer(at, media_id, link) if query.link else at.visitor
            file, access = await get_file(at.conn, visitor, media_id, desk.shows)
        blob = blob_of(file, query.width)
        return FileResponse(
            partial(desk.files.read, blob.key),
            blob.bytes,
            media_type=blob.type,
            etag=blob.etag,
            cache_control=CACHES[access],
            disposition=disposition(file.name, blob.type),
        )

    return read_file


def _info(desk: Desk) -> Route:
    @get(f"{PATH}/{{media_id:uuid}}/info", who=Who.PUBLIC, refuses=(MediaNotFound,))
    async def get_file_info(request: Request, media_id: UUID) -> Response[Envelope[MediaView]]:
        """Show what is known of a file."""
        async with edge(request) as at:
            file, _ = await get_file(at.conn, at.visitor, media_id, desk.shows)
            return at.answer(MediaView.of(file))

    return get_file_info


def _link(desk: Desk) -> Route:
    @post(f"{PATH}/{{media_id:uuid}}/link", refuses=(MediaNotFound,))
    async def link_file(request: Request, media_id: UUID) -> Response[Envelope[LinkView]]:
        """Have an address signed that opens the file where no token can be sent.

        For ten minutes, as long as your session lives and you may see the file.
        """
        async with edge(request) as at:
            file, _ = await get_file(at.conn, at.visitor, media_id, desk.shows)
            link = await link_to(at.conn, at.person, file)
            sealed = cursors(request).seal(link, PURPOSE)
            url = f"{PATH}/{file.id}?link={sealed}"
            return at.answer(LinkView(url=url, expires_at=link.ends_at))

    return link_file


def _signed(request: Request, sealed: str) -> Link | None:
    """What a link says that we have sealed ourselves."""
    try:
        return msgspec.convert(cursors(request).open(sealed, PURPOSE), Link)
    except (Invalid, msgspec.ValidationError):
        return None


async def _bearer(at: Edge, media_id: UUID, link: Link | None) -> Visitor:
    """Whom a link was signed for, and no other (E10). Raises MediaNotFound."""
    if link is None:
        raise MediaNotFound
    try:
        await require_link(at.conn, link, media_id)
        person = await at.person_of(Claims(link.user_id, link.session_id))
    except (Invalid, Unauthenticated):
        raise MediaNotFound from None
    if isinstance(at.visitor, Person) and at.visitor.session_id != person.session_id:
        raise MediaNotFound
    return person
