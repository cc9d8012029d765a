"""Taking one's data along, and leaving."""

from collections.abc import Sequence
from uuid import UUID

from alcuin.identity.actions import closing as actions
from alcuin.identity.actions.exporting import export
from alcuin.identity.data.closing import Closing, Export
from alcuin.identity.errors import (
    AccountNotClosed,
    LastAdministrator,
    LinkSpent,
    ProofRequired,
    UserNotFound,
)
from alcuin.identity.needs import Duties, PersonalData, Signer
from alcuin.identity.schemas import SMALL, UserView
from alcuin.identity.schemas.privacy import RestoreBody
from alcuin.kit.http import (
    Envelope,
    Request,
    Response,
    Route,
    Strict,
    Who,
    delete,
    edge,
    post,
)
from alcuin.kit.problems import Conflict

EXPORTING = Strict("exporting", attempts=5, window_seconds=3600)


def leaving_routes(
    signer: Signer, personal: Sequence[PersonalData], duties: Sequence[Duties]
) -> list[Route]:
    """Every route of leaving; closing asks each room whether it can do without the person."""
    return [
        _export_own(personal),
        _close_own(duties),
        _close_somebodys(duties),
        _restore(signer),
        restore_somebodys,
    ]


def _export_own(personal: Sequence[PersonalData]) -> Route:
    @post(
        "/api/auth/export",
        who=Who.SIGNED_IN,
        body_limit=SMALL,
        limit=EXPORTING,
        refuses=(ProofRequired,),
    )
    async def export_own(request: Request) -> Response[Envelope[Export]]:
        """Take along everything that is kept about you, as one JSON document."""
        async with edge(request) as at:
            return at.answer(await export(at.conn, at.person, personal))

    return export_own


def _close_own(duties: Sequence[Duties]) -> Route:
    @delete(
        "/api/auth/me",
        who=Who.SIGNED_IN,
        refuses=(ProofRequired, LastAdministrator, *_needed(duties)),
    )
    async def close_own(request: Request) -> Response[Envelope[Closing]]:
        """Close your account: you are signed out everywhere, and erased in 14 days.

        Until then you may restore it, with the letter or by signing in.
        """
        async with edge(request) as at:
            closed = await actions.close_own(at.conn, at.person, duties)
            return at.answer(closed, message="Your account is closed.")

    return close_own


def _close_somebodys(duties: Sequence[Duties]) -> Route:
    @delete(
        "/api/users/{user_id:uuid}",
        who=Who.ADMINS,
        refuses=(ProofRequired, UserNotFound, LastAdministrator, *_needed(duties)),
    )
    async def close_somebodys(request: Request, user_id: UUID) -> Response[Envelope[Closing]]:
        """Close a person's account, as they could themselves; it is erased in 14 days.

        Suspend the account as well where they shall not come back.
        """
        async with edge(request) as at:
            closed = await actions.close_somebodys(at.conn, at.person, user_id, duties)
            return at.answer(closed, message="The account is closed.")

    return close_somebodys


def _restore(signer: Signer) -> Route:
    @post("/api/auth/restore", who=Who.PUBLIC, body_limit=SMALL, refuses=(LinkSpent,))
    async def restore(request: Request, data: RestoreBody) -> Response[Envelope[None]]:
        """Restore a closed account with a token of the letter or of a refused sign-in."""
        async with edge(request) as at:
            await actions.restore(at.conn, signer, data.token)
            return at.answer(None, message="Your account is open again. Sign in.")

    return restore


@post(
    "/api/users/{user_id:uuid}/restore",
    who=Who.ADMINS,
    refuses=(UserNotFound, AccountNotClosed),
)
async def restore_somebodys(request: Request, user_id: UUID) -> Response[Envelope[UserView]]:
    """Open a closed account again, before it is erased."""
    async with edge(request) as at:
        account = await actions.restore_somebodys(at.conn, at.person, user_id)
        return at.answer(UserView.of(account), etag=str(account.revision))


def _needed(duties: Sequence[Duties]) -> list[type[Conflict]]:
    """How rooms refuse to let somebody go."""
    return [room.refusal for room in duties]
