"""The history of one's own sign-ins."""

from datetime import timedelta
from uuid import UUID

from alcuin.identity.data.sign_ins import PastSignIn
from alcuin.identity.queries import sign_ins as queries
from alcuin.identity.rules.pages import page_of
from alcuin.kit.actor import Person
from alcuin.kit.db import Conn
from alcuin.kit.paging import DEEPEST, Cursors, Page, Paging

LIST = "sign_ins"
LIFE = timedelta(days=90)


async def list_sign_ins(
    conn: Conn, person: Person, paging: Paging, cursors: Cursors
) -> Page[PastSignIn]:
    """Attempts of the last 90 days, the newest first."""
    after = UUID(cursors.open(paging.cursor, LIST)) if paging.cursor else None
    found = await queries.list_sign_ins(
        conn, person.user_id, LIFE, after, limit=paging.limit + 1, offset=paging.offset
    )
    total = await queries.count_sign_ins(conn, person.user_id, LIFE, DEEPEST)
    return page_of(found, total, paging, lambda last: cursors.seal(last.id, LIST))
