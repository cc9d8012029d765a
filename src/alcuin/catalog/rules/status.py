"""How a course may go from status to status. `isPublished` is never stored beside it."""

from alcuin.catalog.data.courses import CourseStatus
from alcuin.catalog.errors import IllegalStatus

_MOVES = {
    CourseStatus.DRAFT: {CourseStatus.REVIEW, CourseStatus.PUBLISHED},
    CourseStatus.REVIEW: {CourseStatus.DRAFT, CourseStatus.PUBLISHED},
    # Publishing again makes the next release.
    CourseStatus.PUBLISHED: {CourseStatus.PUBLISHED, CourseStatus.DRAFT, CourseStatus.ARCHIVED},
    CourseStatus.ARCHIVED: {CourseStatus.PUBLISHED},
}


def may_move(status: CourseStatus, to: CourseStatus) -> bool:
    return to in _MOVES[status]


def require_move(status: CourseStatus, to: CourseStatus) -> None:
    """Raise IllegalStatus, with both, where a course cannot go from `status` to `to`."""
    if not may_move(status, to):
        raise IllegalStatus(status=status, to=to)
