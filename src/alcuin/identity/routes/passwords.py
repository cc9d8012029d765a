"""New passwords."""

from alcuin.identity.actions import passwords as actions
from alcuin.identity.errors import (
    LinkSpent,
    PasswordChangedMeanwhile,
    TooManyLetters,
    TooManySignIns,
    WrongPassword,
)
from alcuin.identity.needs import Hasher
from alcuin.identity.routes.registering import CHECK_MAIL
from alcuin.identity.schemas import SMALL, ChangePasswordBody, EmailBody, ResetBody
from alcuin.kit.http import Envelope, Request, Response, Route, Who, database, edge, post


def password_routes(hasher: Hasher) -> list[Route]:
    """Routes that set passwords."""

    @post(
        "/api/auth/change-password",
        who=Who.SIGNED_IN,
        body_limit=SMALL,
        refuses=(WrongPassword, TooManySignIns, PasswordChangedMeanwhile),
    )
    async def change_password(
        request: Request, data: ChangePasswordBody
    ) -> Response[Envelope[None]]:
        """Change your password; your other sessions end."""
        async with edge(request) as at:
            person = at.person
        new = await actions.prepare_change(
            database(request), hasher, person, data.current_password, data.new_password
        )
        async with edge(request) as at:
            await actions.change_password(at.conn, at.person, new)
            return at.answer(None, message="Your password is changed; other sessions have ended.")

    @post(
        "/api/auth/reset-password",
        who=Who.PUBLIC,
        body_limit=SMALL,
        refuses=(LinkSpent, PasswordChangedMeanwhile),
    )
    async def reset_password(request: Request, data: ResetBody) -> Response[Envelope[None]]:
        """Choose a new password with the token of a letter; all sessions end."""
        new = await actions.prepare_reset(database(request), hasher, data.token, data.new_password)
        async with edge(request) as at:
            await actions.reset_password(at.conn, data.token, new)
            return at.answer(None, message="Your password is changed. Sign in with it.")

    return [change_password, reset_password, ask_for_reset]


@post(
    "/api/auth/forgot-password",
    who=Who.PUBLIC,
    body_limit=SMALL,
    refuses=(TooManyLetters,),
    answers={202: "A letter is under way where somebody has the address."},
)
async def ask_for_reset(request: Request, data: EmailBody) -> Response[Envelope[None]]:
    """Ask for a letter that lets its reader choose a new password."""
    async with edge(request) as at:
        await actions.ask_for_reset(at.conn, data.email)
        return at.answer(None, status=202, message=CHECK_MAIL)
