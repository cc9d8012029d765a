"""One's own sessions. The profile, which shows an avatar, is served by `media`."""

from uuid import UUID

from alcuin.identity.actions import own as actions
from alcuin.identity.errors import SessionNotFound
from alcuin.identity.schemas import SessionView
from alcuin.kit.http import (
    Envelope,
    Listing,
    Request,
    Response,
    Who,
    delete,
    edge,
    get,
)
from alcuin.kit.paging import Page

MOST_SESSIONS = 100


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


ROUTES = (list_sessions, end_session)
