"""Other people's accounts, for administrators."""

from uuid import UUID

from alcuin.identity.actions import administering as actions
from alcuin.identity.actions import second_factors
from alcuin.identity.data import StandingEdit
from alcuin.identity.errors import (
    LastAdministrator,
    ProofRequired,
    SecondFactorOff,
    UserNotFound,
)
from alcuin.identity.schemas import SMALL, EndedView, StandingBody, UserQuery, UserView, given
from alcuin.kit.http import (
    Envelope,
    Listing,
    Request,
    Response,
    Who,
    cursors,
    delete,
    edge,
    get,
    patch,
    read_edit,
)


@get("/api/users", who=Who.ADMINS)
async def list_users(request: Request, query: UserQuery) -> Response[Listing[UserView]]:
    """List people, or find some by a part of their name or address."""
    async with edge(request) as at:
        found = await actions.list_users(at.conn, at.person, query.search, query, cursors(request))
        return at.page(found.showing(UserView.of))


@get("/api/users/{user_id:uuid}", who=Who.ADMINS, refuses=(UserNotFound,))
async def get_user(request: Request, user_id: UUID) -> Response[Envelope[UserView]]:
    """Show a person, with the revision that an edit names."""
    async with edge(request) as at:
        user = await actions.get_user(at.conn, at.person, user_id)
        return at.answer(UserView.of(user), etag=str(user.revision))


@patch(
    "/api/users/{user_id:uuid}",
    who=Who.ADMINS,
    if_match=True,
    body=StandingBody,
    body_limit=SMALL,
    refuses=(UserNotFound, LastAdministrator),
)
async def change_standing(request: Request, user_id: UUID) -> Response[Envelope[UserView]]:
    """Change what a person may do: their role, and whether they are suspended."""
    async with edge(request) as at:
        user = await actions.hold_user(at.conn, at.person, user_id)
        at.if_match(user.revision)
        said = await read_edit(request, StandingBody, current=UserView.of(user))
        user = await actions.change_standing(at.conn, at.person, user, StandingEdit(**given(said)))
        return at.answer(UserView.of(user), etag=str(user.revision))


@delete("/api/users/{user_id:uuid}/sessions", who=Who.ADMINS, refuses=(UserNotFound,))
async def end_sessions(request: Request, user_id: UUID) -> Response[Envelope[EndedView]]:
    """Sign a person out everywhere; their tokens are revoked."""
    async with edge(request) as at:
        ended = await actions.end_sessions_of(at.conn, at.person, user_id)
        return at.answer(EndedView(ended), message="All sessions of this person have ended.")


@delete(
    "/api/users/{user_id:uuid}/second-factor",
    who=Who.ADMINS,
    refuses=(UserNotFound, SecondFactorOff, ProofRequired),
)
async def remove_second_factor(request: Request, user_id: UUID) -> Response[Envelope[EndedView]]:
    """Take away a second factor that its person has lost; they are signed out everywhere.

    Make sure that it is they who ask: from now on their password alone signs in.
    """
    async with edge(request) as at:
        ended = await second_factors.remove_lost(at.conn, at.person, user_id)
        return at.answer(EndedView(ended), message="The second factor is gone.")


ROUTES = (list_users, get_user, change_standing, end_sessions, remove_second_factor)
