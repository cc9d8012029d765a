"""Signing in to an account that its person has closed."""

from alcuin.identity.data.sign_ins import Proven
from alcuin.identity.errors import AccountClosed, SessionEnded
from alcuin.identity.needs import Signer
from alcuin.identity.queries import closing
from alcuin.identity.rules.tokens import GRACE
from alcuin.kit.db import Conn
from alcuin.kit.problems import Unauthenticated


async def why_no_session(conn: Conn, signer: Signer, proven: Proven) -> Unauthenticated:
    """What to say to somebody who has proven who they are, and for whom none was opened."""
    closed = await closing.find_closed_by_proof(
        conn, proven.user_id, proven.password_hash, GRACE, has_shown_code=proven.has_shown_code
    )
    if closed is None:
        return SessionEnded()
    return AccountClosed(
        erases_at=closed.erases_at,
        restore_token=signer.restore(closed.user_id, closed.closed_at),
    )
