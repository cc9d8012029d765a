"""Signing in, staying signed in, signing out."""

import msgspec

from alcuin.identity.actions import own, second_step
from alcuin.identity.actions import signing_in as actions
from alcuin.identity.data import SignIn, Tokens
from alcuin.identity.errors import (
    AccountClosed,
    SessionEnded,
    SignInExpired,
    Suspended,
    TooManyCodes,
    TooManySignIns,
    WrongCredentials,
    WrongSecondFactor,
)
from alcuin.identity.needs import Hasher, Safe, Signer
from alcuin.identity.routes.visiting import visit
from alcuin.identity.schemas import SMALL, EndedView, RefreshBody, SignedInView, SignInBody
from alcuin.identity.schemas.second_factors import CodeWantedView, SecondStepBody
from alcuin.kit.http import Envelope, Request, Response, Route, Who, database, edge, post


def signing_in_routes(hasher: Hasher, signer: Signer, safe: Safe) -> list[Route]:
    """Every route that starts, renews and ends sessions."""
    return [
        _sign_in(hasher, signer),
        _finish_sign_in(signer, safe),
        _refresh(signer),
        sign_out,
        sign_out_everywhere,
    ]


def _sign_in(hasher: Hasher, signer: Signer) -> Route:
    @post(
        "/api/auth/login",
        who=Who.PUBLIC,
        body_limit=SMALL,
        refuses=(WrongCredentials, Suspended, AccountClosed, SessionEnded, TooManySignIns),
    )
    async def sign_in(
        request: Request, data: SignInBody
    ) -> Response[Envelope[SignedInView | CodeWantedView]]:
        """Sign in: a short access token, a refresh token, and a token for this device.

        Where a second factor is on, nothing of these but what `/api/auth/login/second-factor`
        wants together with a code.
        """
        said, came = SignIn(**msgspec.structs.asdict(data)), visit(request)
        async with hasher.turn():
            proven = await actions.prove(database(request), hasher, signer, said, came)
        async with edge(request) as at:
            if proven.has_second_factor:
                asked = await second_step.ask_for_code(at.conn, signer, proven, came)
                return at.answer(CodeWantedView(asked), message="Show a code to go on.")
            signed_in = await actions.start_session(at.conn, signer, proven, came)
            return at.answer(SignedInView.of(signed_in))

    return sign_in


def _finish_sign_in(signer: Signer, safe: Safe) -> Route:
    @post(
        "/api/auth/login/second-factor",
        who=Who.PUBLIC,
        body_limit=SMALL,
        refuses=(WrongSecondFactor, SignInExpired, AccountClosed, SessionEnded, TooManyCodes),
    )
    async def finish_sign_in(
        request: Request, data: SecondStepBody
    ) -> Response[Envelope[SignedInView]]:
        """Finish signing in with a code of your app, or with a backup code; each works once."""
        said = data.said()
        came = await second_step.arrive(database(request), signer, said, visit(request))
        try:
            async with edge(request) as at:
                signed_in = await second_step.finish(at.conn, signer, safe, came, said)
                return at.answer(SignedInView.of(signed_in))
        except WrongSecondFactor:
            await second_step.refuse_code(database(request), came)
            raise

    return finish_sign_in


def _refresh(signer: Signer) -> Route:
    @post("/api/auth/refresh", who=Who.PUBLIC, body_limit=SMALL, refuses=(SessionEnded,))
    async def refresh(request: Request, data: RefreshBody) -> Response[Envelope[Tokens]]:
        """Renew a session: new tokens for the refresh token, which works once."""
        async with edge(request) as at:
            tokens = await actions.renew(at.conn, signer, data.refresh_token, visit(request))
            if tokens:
                return at.answer(tokens)
        raise SessionEnded  # after the commit: a reused token has ended its session

    return refresh


@post("/api/auth/logout", who=Who.SIGNED_IN)
async def sign_out(request: Request) -> Response[Envelope[None]]:
    """Sign out here."""
    async with edge(request) as at:
        await own.sign_out(at.conn, at.person)
        return at.answer(None, message="You are signed out.")


@post("/api/auth/logout-all", who=Who.SIGNED_IN)
async def sign_out_everywhere(request: Request) -> Response[Envelope[EndedView]]:
    """Sign out everywhere."""
    async with edge(request) as at:
        ended = await own.sign_out_everywhere(at.conn, at.person)
        return at.answer(EndedView(ended), message="You are signed out everywhere.")
