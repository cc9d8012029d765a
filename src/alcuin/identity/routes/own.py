"""One's own profile and sessions."""

from uuid import UUID

from alcuin.identity.actions import own as actions
from alcuin.identity.data import ProfileEdit, User
from alcuin.identity.errors import SessionNotFound
from alcuin.identity.schemas import SMALL, ProfileBody, SessionView, given
from alcuin.kit.http import (
    Envelope,
    Listing,
    Request,
    Response,
    Who,
    delete,
    edge,
    edit,
    get,
    read_edit,
)
from alcuin.kit.paging import Page

MOST_SESSIONS = 100


@get("/api/auth/me", who=Who.SIGNED_IN)
async def get_me(request: Request) -> Response[Envelope[User]]:
    """Show your own account, with the revision that an edit names."""
    async with edge(request) as at:
        me = await actions.get_me(at.conn, at.person)
        return at.answer(me, etag=str(me.revision))


@edit("/api/auth/me", who=Who.SIGNED_IN, if_match=True, body=ProfileBody, body_limit=SMALL)
async def edit_me(request: Request) -> Response[Envelope[User]]:
    """Change your name, time zone, language or metadata; what is left out stays."""
    async with edge(request) as at:
        me = await actions.hold_me(at.conn, at.person)
        at.if_match(me.revision)
        said = await read_edit(request, ProfileBody, current=me)
        me = await actions.edit_me(at.conn, me, ProfileEdit(**given(said)))
        return at.answer(me, etag=str(me.revision))


@get("/api/auth/sessions", who=Who.SIGNED_IN)
async def list_sessions(request: Request) -> Response[Listing[SessionView]]:
    """List your sessions: where you are signed in."""
    async with edge(request) as at:
        found = await actions.list_sessions(at.conn, at.person)
        views = [SessionView.of(session, at.person.session_id) for session in found]
        return at.page(Page(items=views, total=len(views), page=1, limit=MOST_SESSIONS))


@delete("/api/auth/sessions/{session_id:uuid}", who=Who.SIGNED_IN, refuses=(SessionNotFound,))
async def end_session(request: Request, session_id: UUID) -> Response[Envelope[None]]:
    """End one of your sessions."""
    async with edge(request) as at:
        await actions.end_session(at.conn, at.person, session_id)
        return at.answer(None, message="The session has ended.")


ROUTES = (get_me, edit_me, list_sessions, end_session)
