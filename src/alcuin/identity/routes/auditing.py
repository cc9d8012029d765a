"""The audit, for administrators."""

from alcuin.identity.actions.auditing import list_entries
from alcuin.identity.data.auditing import AuditEntry
from alcuin.identity.schemas.privacy import AuditQuery
from alcuin.kit.http import Listing, Request, Response, Who, cursors, edge, get


@get("/api/audit", who=Who.ADMINS)
async def list_audit(request: Request, query: AuditQuery) -> Response[Listing[AuditEntry]]:
    """List who did what that matters, and who was refused; the newest first."""
    async with edge(request) as at:
        found = await list_entries(at.conn, at.person, query.asked(), query, cursors(request))
        return at.page(found)


ROUTES = (list_audit,)
