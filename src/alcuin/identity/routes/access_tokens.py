"""One's personal access tokens."""

from uuid import UUID

from alcuin.identity.actions import access_tokens as actions
from alcuin.identity.data.access_tokens import AccessToken
from alcuin.identity.errors import ProofRequired, TokenNotFound, TooManyTokens
from alcuin.identity.needs import Signer
from alcuin.identity.rules.access_tokens import MOST_TOKENS
from alcuin.identity.schemas import SMALL
from alcuin.identity.schemas.access_tokens import IssuedView, NewTokenBody
from alcuin.kit.http import (
    Envelope,
    Listing,
    Request,
    Response,
    Route,
    Who,
    delete,
    edge,
    get,
    post,
)
from alcuin.kit.paging import Page


def access_token_routes(signer: Signer) -> list[Route]:
    """Routes of tokens."""

    @post(
        "/api/auth/tokens",
        who=Who.VERIFIED,
        body_limit=SMALL,
        refuses=(ProofRequired, TooManyTokens),
        answers={201: "The token, whose text is shown once."},
    )
    async def issue_token(request: Request, data: NewTokenBody) -> Response[Envelope[IssuedView]]:
        """Make a token for a program that acts in your name.

        It does what its scopes and your own rights allow, each time as they are then. It never
        reaches your account, its security or the administration.
        """
        async with edge(request) as at:
            issued = await actions.issue_token(at.conn, signer, at.person, data.said())
            return at.answer(IssuedView.of(issued), status=201)

    return [list_tokens, issue_token, revoke_token]


@get("/api/auth/tokens", who=Who.SIGNED_IN)
async def list_tokens(request: Request) -> Response[Listing[AccessToken]]:
    """List your tokens that count now."""
    async with edge(request) as at:
        found = await actions.list_tokens(at.conn, at.person)
        return at.page(Page(items=found, total=len(found), page=1, limit=MOST_TOKENS))


@delete("/api/auth/tokens/{token_id:uuid}", who=Who.SIGNED_IN, refuses=(TokenNotFound,))
async def revoke_token(request: Request, token_id: UUID) -> Response[Envelope[None]]:
    """Revoke one of your tokens; it opens nothing from now on."""
    async with edge(request) as at:
        await actions.revoke_token(at.conn, at.person, token_id)
        return at.answer(None, message="The token is revoked.")
