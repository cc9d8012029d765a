"""The doorkeeper of every edge: whose token it is, and whether their session counts now."""

from alcuin.identity.errors import SessionEnded
from alcuin.identity.needs import Signer
from alcuin.identity.queries import access_tokens, sessions
from alcuin.identity.rules.tokens import ACCESS_TOKEN_MARK, digest
from alcuin.kit.actor import Person
from alcuin.kit.db import Conn, Database
from alcuin.kit.http import Claims


class SessionDoorkeeper:
    """Knows people by their access tokens, and believes only the database about the rest."""

    mark = ACCESS_TOKEN_MARK.encode()

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    async def look_up(self, database: Database, token: str) -> Claims | None:
        """What a personal access token may do. Remembered nowhere, so revoked at once (A12)."""
        async with database.statement() as conn:
            found = await access_tokens.find_permit(conn, digest(token))
        if found is None:
            return None
        if found.is_first_today:
            async with database.statement() as conn:
                await access_tokens.note_use(conn, found.session_id)
        return Claims(found.user_id, found.session_id, frozenset(found.scopes))

    def claims(self, token: str) -> Claims:
        """Read a token. Raises Unauthenticated for all but our own, unexpired ones."""
        return Claims(*self._signer.read_access(token))

    async def person(self, conn: Conn, claims: Claims) -> Person:
        """The person as of now. Raises SessionEnded where signed out or suspended (A12)."""
        person = await sessions.find_live_person(conn, claims.user_id, claims.session_id)
        if person is None:
            raise SessionEnded
        return person
