"""Who may do what with a course."""

from alcuin.catalog.data.courses import CourseStatus
from alcuin.catalog.data.rights import Right, Rights, Standing
from alcuin.catalog.data.staff import CourseRole
from alcuin.catalog.errors import (
    CourseNotFound,
    LastOwner,
    NotAnEditor,
    NotAnOwner,
    NotATeacher,
    NotStaff,
)
from alcuin.kit.actor import Actor, Anonymous, Person, Role, System
from alcuin.kit.problems import NotFound


def rights(actor: Actor | Anonymous, standing: Standing) -> Rights:
    """Read somebody's rights. Being an instructor elsewhere gives none here."""
    return Rights(
        course_id=standing.course_id,
        right=_right(actor, standing.role),
        is_public=standing.status == CourseStatus.PUBLISHED,
    )


def _right(actor: Actor | Anonymous, role: CourseRole | None) -> Right:
    if isinstance(actor, System) or (isinstance(actor, Person) and actor.is_admin):
        return Right.ADMIN
    if role is None or isinstance(actor, Anonymous):
        return Right.NONE
    # Somebody who lost the role of an instructor keeps seeing their courses and no more.
    return Right(role) if actor.may_teach else Right.ASSISTANT


def require_fit(role: CourseRole, anywhere: Role) -> None:
    """Raise NotATeacher where somebody who may not teach would own or edit a course."""
    if anywhere is Role.STUDENT and role is not CourseRole.ASSISTANT:
        raise NotATeacher


def require_staff(found: Rights) -> None:
    """Raise CourseNotFound where the course may not be known, NotStaff where it may."""
    if not found.may_know:
        raise CourseNotFound
    if not found.may_read_drafts:
        raise NotStaff


def require_editor(found: Rights, unknown: type[NotFound] = CourseNotFound) -> None:
    """Raise `unknown`, as for an id that nobody has, or NotAnEditor."""
    if not found.may_know:
        raise unknown
    if not found.may_edit:
        raise NotAnEditor


def require_owner(found: Rights) -> None:
    """Raise CourseNotFound or NotAnOwner."""
    if not found.may_know:
        raise CourseNotFound
    if not found.may_own:
        raise NotAnOwner


def require_an_owner(others: int, was: CourseRole | None, will: CourseRole | None) -> None:
    """Raise LastOwner where a change of somebody's role leaves no owner; `others` own it too."""
    if was is CourseRole.OWNER and will is not CourseRole.OWNER and others == 0:
        raise LastOwner
