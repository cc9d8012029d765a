"""Reading the audit, for administrators."""

from alcuin.identity.actions.administering import require_administrator
from alcuin.identity.data.auditing import AuditEntry, AuditFilter
from alcuin.identity.queries import auditing
from alcuin.kit.actor import Person
from alcuin.kit.db import Conn
from alcuin.kit.paging import DEEPEST, Cursors, Page, Paging

LIST = "audit"


async def list_entries(
    conn: Conn, person: Person, asked: AuditFilter, paging: Paging, cursors: Cursors
) -> Page[AuditEntry]:
    """Entries of the audit, the newest first."""
    require_administrator(person)
    before = int(cursors.open(paging.cursor, LIST)) if paging.cursor else None
    found = await auditing.search_audit(conn, asked, before, paging.limit + 1, paging.offset)
    items, more = found[: paging.limit], len(found) > paging.limit
    total = await auditing.count_audit(conn, asked, DEEPEST)
    return Page(
        items=items,
        total=min(total, DEEPEST),
        page=paging.page,
        limit=paging.limit,
        total_is_lower_bound=total > DEEPEST,
        next_cursor=cursors.seal(items[-1].id, LIST) if more else None,
    )
