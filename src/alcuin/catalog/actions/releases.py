"""Reading releases, for the staff of a course."""

from uuid import UUID

from alcuin.catalog.actions.access import rights_of
from alcuin.catalog.errors import ReleaseNotFound, ReleaseWithdrawn
from alcuin.catalog.queries import releases as queries
from alcuin.catalog.releases.shapes import Audience, Release, StoredBody
from alcuin.catalog.rules.rights import require_staff
from alcuin.kit.actor import Actor
from alcuin.kit.db import Conn
from alcuin.kit.paging import Cursors, Page, Paging


async def list_releases(
    conn: Conn, actor: Actor, ref: UUID | str, paging: Paging, cursors: Cursors
) -> Page[Release]:
    """Newest first. Raises CourseNotFound, NotStaff."""
    found = await rights_of(conn, actor, ref)
    require_staff(found)
    purpose = f"releases {found.course_id}"
    newest = await queries.count_releases(conn, found.course_id)
    rows = await queries.list_releases(
        conn,
        found.course_id,
        # Numbers have no gaps, so a page begins at a number that can be told.
        before=cursors.open(paging.cursor, purpose)
        if paging.cursor
        else newest + 1 - paging.offset,
        limit=paging.limit,
    )
    return Page(
        items=rows,
        total=newest,
        page=paging.page,
        limit=paging.limit,
        next_cursor=cursors.seal(rows[-1].number, purpose)
        if rows and rows[-1].number > 1
        else None,
    )


async def read_release(conn: Conn, actor: Actor, ref: UUID | str, number: int) -> StoredBody:
    """The staff's body of a release. Raises ReleaseNotFound, ReleaseWithdrawn."""
    found = await rights_of(conn, actor, ref)
    require_staff(found)
    stored = await queries.find_body(conn, found.course_id, number, Audience.STAFF)
    if stored:
        return stored
    if await queries.is_withdrawn(conn, found.course_id, number):
        raise ReleaseWithdrawn
    raise ReleaseNotFound
