"""Another address."""

from alcuin.identity.actions import email_changes as actions
from alcuin.identity.errors import LinkSpent, ProofRequired, TooManyLetters
from alcuin.identity.needs import Hasher, Signer
from alcuin.identity.schemas import SMALL, EmailBody, TokenBody
from alcuin.kit.http import Envelope, Request, Response, Route, Strict, Who, edge, post

CHANGING = Strict("changing-email", attempts=10)
"""Each has the old address warned, which is not counted."""


def email_change_routes(hasher: Hasher, signer: Signer) -> list[Route]:
    """Routes that change the address."""

    @post(
        "/api/auth/undo-email-change",
        who=Who.PUBLIC,
        body_limit=SMALL,
        refuses=(LinkSpent,),
    )
    async def undo(request: Request, data: TokenBody) -> Response[Envelope[None]]:
        """Give an account its old address back, with the token that was sent there.

        Everybody is signed out, and the password works no more: a letter to the old address
        lets its reader choose another.
        """
        password_hash = await actions.unknowable_password(hasher, signer)
        async with edge(request) as at:
            await actions.undo_change(at.conn, data.token, password_hash)
            return at.answer(None, message="The account has its old address. Check your mail.")

    return [ask, confirm, undo]


@post(
    "/api/auth/change-email",
    who=Who.SIGNED_IN,
    body_limit=SMALL,
    limit=CHANGING,
    refuses=(ProofRequired, TooManyLetters),
    answers={202: "Letters are under way, whether or not somebody has the new address."},
)
async def ask(request: Request, data: EmailBody) -> Response[Envelope[None]]:
    """Ask for another address: its reader confirms it, and the old one is warned."""
    async with edge(request) as at:
        await actions.ask_for_change(at.conn, at.person, data.email)
        return at.answer(None, status=202, message="A letter to the new address says how to go on.")


@post("/api/auth/confirm-email", who=Who.PUBLIC, body_limit=SMALL, refuses=(LinkSpent,))
async def confirm(request: Request, data: TokenBody) -> Response[Envelope[None]]:
    """Set the new address with the token that was sent there; other sessions end."""
    async with edge(request) as at:
        await actions.confirm_change(at.conn, data.token)
        return at.answer(None, message="The account has its new address.")
