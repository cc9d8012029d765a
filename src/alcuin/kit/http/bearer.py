"""The token that a request shows (RFC 6750)."""

from alcuin.kit.http.visit import Visit
from alcuin.kit.http.who import Claims, Who
from alcuin.kit.problems import Unauthenticated


def claims_of(visit: Visit, who: Who) -> Claims | None:
    """What the token says; None for the anonymous where they are welcome.

    Read once a request, however often an operation asks. Raises Unauthenticated.
    """
    if visit.claims:
        return visit.claims
    shown = visit.headers.get(b"authorization")
    if shown is None:
        if who is Who.PUBLIC:
            return None
        raise Unauthenticated
    token = _token(shown)
    if not token:
        raise Unauthenticated
    visit.claims = visit.house.doorkeeper.claims(token)
    visit.user_id = visit.claims.user_id
    return visit.claims


def is_current(visit: Visit) -> bool:
    """Whether the token that opened a long answer has not expired meanwhile.

    Of a personal access token, as of every session, the database says so.
    """
    if visit.claims is None or visit.claims.scopes is not None:
        return True
    try:
        visit.house.doorkeeper.claims(_token(visit.headers.get(b"authorization", b"")))
    except Unauthenticated:
        return False
    return True


async def look_up(visit: Visit) -> None:
    """Ask the database what a personal access token may do, where one is shown.

    One that counts no more is left to `claims_of`, which knows signed tokens alone.
    """
    shown = visit.headers.get(b"authorization")
    doorkeeper = visit.house.doorkeeper
    if shown is None or doorkeeper.mark not in shown:
        return
    visit.claims = await doorkeeper.look_up(visit.house.database, _token(shown))
    visit.user_id = visit.claims.user_id if visit.claims else None


def _token(shown: bytes) -> str:
    """Empty where the scheme is another."""
    scheme, _, token = shown.decode("latin-1").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
