"""One's second factor, and the proofs that sensitive operations want."""

from alcuin.identity.actions import proving
from alcuin.identity.actions import second_factors as actions
from alcuin.identity.data.second_factors import Enrolment
from alcuin.identity.errors import (
    ProofRequired,
    SecondFactorOff,
    SecondFactorOn,
    TooManyCodes,
    TooManySignIns,
    WrongCode,
    WrongPassword,
)
from alcuin.identity.needs import Hasher, Safe, Signer
from alcuin.identity.routes.visiting import visit
from alcuin.identity.rules.proofs import require_one_way
from alcuin.identity.schemas import SMALL
from alcuin.identity.schemas.second_factors import (
    BackupCodesView,
    CodeBody,
    ProofBody,
    SecurityView,
)
from alcuin.kit.http import (
    Envelope,
    Request,
    Response,
    Route,
    Who,
    database,
    delete,
    edge,
    get,
    post,
)


def second_factor_routes(hasher: Hasher, signer: Signer, safe: Safe) -> list[Route]:
    """Every route of second factors."""
    return [
        _prove(hasher, safe),
        _begin_totp(signer, safe),
        _confirm_totp(signer, safe),
        _renew_backup_codes(signer),
        turn_off_totp,
        get_security,
    ]


def _prove(hasher: Hasher, safe: Safe) -> Route:
    @post(
        "/api/auth/prove",
        who=Who.SIGNED_IN,
        body_limit=SMALL,
        refuses=(WrongPassword, WrongCode, ProofRequired, TooManySignIns, TooManyCodes),
    )
    async def prove(request: Request, data: ProofBody) -> Response[Envelope[SecurityView]]:
        """Prove again that it is you: for ten minutes this session may do what is sensitive.

        By your password, or where a second factor is on by a code of your app or a backup code.
        """
        async with edge(request) as at:
            person = at.person
        require_one_way(data.password, data.code)
        if data.password is not None:
            await proving.prove_password(database(request), hasher, person, data.password)
        address = visit(request).address
        if data.code is not None:
            await proving.count_code(database(request), person, address)
        async with edge(request) as at:
            if data.code is not None:
                await proving.prove_code(at.conn, safe, person, data.code, address)
            await proving.note_proof(at.conn, person)
            return at.answer(SecurityView.of(await actions.get_security(at.conn, person)))

    return prove


def _begin_totp(signer: Signer, safe: Safe) -> Route:
    @post(
        "/api/auth/totp",
        who=Who.VERIFIED,
        body_limit=SMALL,
        refuses=(ProofRequired, SecondFactorOn),
    )
    async def begin_totp(request: Request) -> Response[Envelope[Enrolment]]:
        """Begin to set up an authenticator app: its secret, shown once.

        Nothing changes before a first code is shown at `/api/auth/totp/confirm`.
        """
        async with edge(request) as at:
            return at.answer(await actions.enrol(at.conn, signer, safe, at.person))

    return begin_totp


def _confirm_totp(signer: Signer, safe: Safe) -> Route:
    @post("/api/auth/totp/confirm", who=Who.VERIFIED, body_limit=SMALL, refuses=(WrongCode,))
    async def confirm_totp(request: Request, data: CodeBody) -> Response[Envelope[BackupCodesView]]:
        """Turn the second factor on with a first code; answers ten backup codes, shown once."""
        async with edge(request) as at:
            codes = await actions.confirm(at.conn, signer, safe, at.person, data.code)
            return at.answer(BackupCodesView(codes), message="Your second factor is on.")

    return confirm_totp


def _renew_backup_codes(signer: Signer) -> Route:
    @post(
        "/api/auth/totp/backup-codes",
        who=Who.VERIFIED,
        body_limit=SMALL,
        refuses=(ProofRequired, SecondFactorOff),
    )
    async def renew_backup_codes(request: Request) -> Response[Envelope[BackupCodesView]]:
        """Make ten new backup codes; those you have work no more."""
        async with edge(request) as at:
            codes = await actions.renew_backup_codes(at.conn, signer, at.person)
            return at.answer(BackupCodesView(codes))

    return renew_backup_codes


@delete("/api/auth/totp", who=Who.VERIFIED, refuses=(ProofRequired, SecondFactorOff))
async def turn_off_totp(request: Request) -> Response[Envelope[None]]:
    """Turn your second factor off; its backup codes go with it."""
    async with edge(request) as at:
        await actions.turn_off(at.conn, at.person)
        return at.answer(None, message="Your second factor is off.")


@get("/api/auth/security", who=Who.SIGNED_IN)
async def get_security(request: Request) -> Response[Envelope[SecurityView]]:
    """Show how your account is guarded, and until when this session needs no new proof."""
    async with edge(request) as at:
        return at.answer(SecurityView.of(await actions.get_security(at.conn, at.person)))
