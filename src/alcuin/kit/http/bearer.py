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
    scheme, _, token = shown.decode("latin-1").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated
    visit.claims = visit.house.doorkeeper.claims(token.strip())
    visit.user_id = visit.claims.user_id
    return visit.claims
