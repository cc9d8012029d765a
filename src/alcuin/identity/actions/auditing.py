"""Reading the audit, for administrators."""

from alcuin.identity.actions.administering import require_administrator
from alcuin.identity.data.auditing import AuditEntry, AuditFilter
from alcuin.identity.queries import auditing
from alcuin.identity.rules.auditing import require_order
from alcuin.identity.rules.pages import page_of
from alcuin.kit.actor import Person
from alcuin.kit.db import Conn
from alcuin.kit.paging import DEEPEST, Cursors, Page, Paging

LIST = "audit"


async def list_entries(
    conn: Conn, person: Person, asked: AuditFilter, paging: Paging, cursors: Cursors
) -> Page[AuditEntry]:
    """Entries of the audit, the newest first. Raises Invalid where the time runs backward."""
    require_administrator(person)
    require_order(asked)
    before = int(cursors.open(paging.cursor, LIST)) if paging.cursor else None
    found = await auditing.search_audit(conn, asked, before, paging.limit + 1, paging.offset)
    total = await auditing.count_audit(conn, asked, DEEPEST)
    return page_of(found, total, paging, lambda last: cursors.seal(last.id, LIST))
