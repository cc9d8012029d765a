"""What a personal access token may do: less than its person, who signs in for the rest."""

from alcuin.kit.actor import Person
from alcuin.kit.http.refused import note_refusal
from alcuin.kit.http.visit import Operates, Visit
from alcuin.kit.http.who import Claims, Who
from alcuin.kit.problems import Forbidden

READ = "read"
WRITE = "write"
"""Everything that a token may do and that changes something, whatever narrower scope it has."""

ACCOUNT = "/api/auth/"
"""What opens, closes and guards an account."""


class ScopeMissing(Forbidden):
    """This token does not have the scope that this needs."""

    code = "scope_missing"


class SessionNeeded(Forbidden):
    """No token does this: sign in."""

    code = "session_needed"


def usual_scope(methods: tuple[str, ...], path: str, who: Who) -> str | None:
    """Where a route says nothing. None: only who signed in does this.

    By path and not by the route's word: what somebody adds to accounts or administration
    without a thought of tokens is closed to them.
    """
    if who is Who.ADMINS or path.startswith(ACCOUNT):
        return None
    return READ if methods == ("GET",) else WRITE


async def require_scope(visit: Visit, operation: Operates) -> None:
    """Raises ScopeMissing, SessionNeeded for a token that may not do this; that leaves an entry."""
    said, needed = visit.claims, operation.scope
    if said is None or said.scopes is None or _suffices(said.scopes, needed):
        return
    refused = SessionNeeded() if needed is None else ScopeMissing(scope=needed)
    await note_refusal(visit, operation, await _person(visit, said), refused)
    raise refused


def _suffices(scopes: frozenset[str], needed: str | None) -> bool:
    return needed is not None and (needed in scopes or (needed != READ and WRITE in scopes))


async def _person(visit: Visit, said: Claims) -> Person:
    async with visit.house.database.statement() as conn:
        return await visit.house.doorkeeper.person(conn, said)
