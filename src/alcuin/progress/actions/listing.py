"""Lists of progress, a page at a time."""

from datetime import UTC, datetime
from uuid import UUID

from alcuin.catalog import require_staff, rights_of
from alcuin.kit.actor import Person
from alcuin.kit.db import Conn
from alcuin.kit.paging import Cursors, Page, Paging
from alcuin.progress.data.lists import MyCourse, Order, Standing, Student, StudentQuery
from alcuin.progress.queries import listing as queries

Place = tuple[datetime, UUID]

FIRST: Place = (datetime.min.replace(tzinfo=UTC), UUID(int=0))
LAST: Place = (datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))
_COUNTS = {
    Standing.ACTIVE: queries.count_active,
    Standing.COMPLETED: queries.count_completed,
    Standing.WITHDRAWN: queries.count_withdrawn,
}


async def list_my_courses(
    conn: Conn, person: Person, query: Paging, cursors: Cursors
) -> Page[MyCourse]:
    """Courses that somebody is or was enrolled in, newest enrollment first."""
    purpose = f"courses of {person.user_id}"
    rows = await queries.list_my_courses(
        conn,
        person.user_id,
        after=_place(query, cursors, purpose, LAST),
        limit=query.limit + 1,
        offset=query.offset,
    )
    shown = rows[: query.limit]
    more = len(rows) > query.limit
    total = await queries.count_my_courses(conn, person.user_id)
    return Page(
        items=shown,
        total=min(total, queries.BOUND),
        total_is_lower_bound=total > queries.BOUND,
        page=query.page,
        limit=query.limit,
        next_cursor=cursors.seal((shown[-1].enrolled_at, shown[-1].course_id), purpose)
        if more
        else None,
    )


async def list_students(
    conn: Conn, person: Person, ref: UUID | str, query: StudentQuery, cursors: Cursors
) -> Page[Student]:
    """Students of a course, for its staff. Raises CourseNotFound, NotStaff."""
    found = await rights_of(conn, person, ref)
    require_staff(found)
    purpose = f"students {found.course_id} {query.status} {query.sort}"
    rows = await queries.list_students(
        conn,
        found.course_id,
        query.status,
        query.sort,
        after=_place(query, cursors, purpose, LAST if query.sort is Order.NEWEST else FIRST),
        limit=query.limit + 1,
        offset=query.offset,
    )
    shown = rows[: query.limit]
    total = await _COUNTS[query.status](conn, found.course_id)
    is_exact = query.status is Standing.ACTIVE or total <= queries.BOUND
    return Page(
        items=shown,
        total=total if is_exact else queries.BOUND,
        total_is_lower_bound=not is_exact,
        page=query.page,
        limit=query.limit,
        next_cursor=cursors.seal((_moment(shown[-1], query.status), shown[-1].user_id), purpose)
        if len(rows) > query.limit
        else None,
    )


def _place(query: Paging, cursors: Cursors, purpose: str, start: Place) -> Place:
    if query.cursor is None:
        return start
    moment, row_id = cursors.open(query.cursor, purpose)
    return datetime.fromisoformat(moment), UUID(row_id)


def _moment(student: Student, standing: Standing) -> datetime | None:
    if standing is Standing.ACTIVE:
        return student.enrolled_at
    return student.completed_at if standing is Standing.COMPLETED else student.withdrawn_at
