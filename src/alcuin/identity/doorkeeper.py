"""The doorkeeper of every edge: whose token it is, and whether their session counts now."""

from alcuin.identity.errors import SessionEnded
from alcuin.identity.needs import Signer
from alcuin.identity.queries import sessions
from alcuin.kit.actor import Person
from alcuin.kit.db import Conn
from alcuin.kit.http import Claims


class SessionDoorkeeper:
    """Knows people by their access tokens, and believes only the database about the rest."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def claims(self, token: str) -> Claims:
        """Read a token. Raises Unauthenticated for all but our own, unexpired ones."""
        return Claims(*self._signer.read_access(token))

    async def person(self, conn: Conn, claims: Claims) -> Person:
        """The person as of now. Raises SessionEnded where signed out or suspended (A12)."""
        person = await sessions.find_live_person(conn, claims.user_id, claims.session_id)
        if person is None:
            raise SessionEnded
        return person
