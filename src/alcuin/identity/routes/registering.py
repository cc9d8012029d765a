"""Registering, and proving that one reads the address."""

import msgspec

from alcuin.identity.actions import registering as actions
from alcuin.identity.data import Registration, User
from alcuin.identity.errors import EmailTaken, LinkSpent, TooManyLetters
from alcuin.identity.needs import Hasher
from alcuin.identity.schemas import SMALL, FirstAdministratorBody, RegisterBody, TokenBody
from alcuin.kit.http import Envelope, Request, Response, Route, Who, edge, post

CHECK_MAIL = "Check your mail: a letter says how to go on."


def registering_routes(hasher: Hasher) -> list[Route]:
    """Routes that make users."""

    @post(
        "/api/auth/register",
        who=Who.PUBLIC,
        body_limit=SMALL,
        refuses=(TooManyLetters,),
        answers={202: "A letter is under way, whether or not the address was known."},
    )
    async def register(request: Request, data: RegisterBody) -> Response[Envelope[None]]:
        """Register; the letter that follows confirms the address."""
        new = await actions.prepare(hasher, Registration(**msgspec.structs.asdict(data)))
        async with edge(request) as at:
            await actions.register(at.conn, new)
            return at.answer(None, status=202, message=CHECK_MAIL)

    @post(
        "/api/auth/first-administrator",
        who=Who.PUBLIC,
        body_limit=SMALL,
        refuses=(LinkSpent, EmailTaken),
        answers={201: "The first administrator exists and may sign in."},
    )
    async def become_first_administrator(
        request: Request, data: FirstAdministratorBody
    ) -> Response[Envelope[User]]:
        """Become the first administrator, with the token of the printed link."""
        said = msgspec.structs.asdict(data)
        token = said.pop("token")
        new = await actions.prepare(hasher, Registration(**said))
        async with edge(request) as at:
            user = await actions.redeem_first_administrator_link(at.conn, token, new)
            return at.answer(user, status=201)

    return [register, become_first_administrator, verify_email]


@post("/api/auth/verify-email", who=Who.PUBLIC, body_limit=SMALL, refuses=(LinkSpent,))
async def verify_email(request: Request, data: TokenBody) -> Response[Envelope[None]]:
    """Confirm an address with the token of its letter."""
    async with edge(request) as at:
        await actions.verify_email(at.conn, data.token)
        return at.answer(None, message="Your address is confirmed.")
