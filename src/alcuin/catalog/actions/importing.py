"""Laying the plan of a folder over a working copy."""

from collections.abc import Collection
from uuid import UUID

import msgspec

from alcuin.catalog.actions.access import user_of
from alcuin.catalog.actions.courses import edit_course, hold_course, start_course
from alcuin.catalog.actions.files import require_own
from alcuin.catalog.actions.reading import get_course
from alcuin.catalog.actions.taking_files import add_files
from alcuin.catalog.data.courses import CourseForStaff
from alcuin.catalog.data.importing import ImportOutcome, Parcel, Tally
from alcuin.catalog.data.staff import CourseRole
from alcuin.catalog.errors import PersonNotFound
from alcuin.catalog.importing import CoursePlan
from alcuin.catalog.queries import courses, staff, upserts
from alcuin.catalog.queries import importing as queries
from alcuin.catalog.rules.names import slug_from
from alcuin.catalog.rules.plans import (
    course_of,
    edit_of,
    files_of_sections,
    require_importable,
    with_files,
)
from alcuin.catalog.rules.rights import require_editor, require_fit, rights
from alcuin.kit.actor import Actor
from alcuin.kit.db import Conn

NO_FILES = Parcel()


async def import_plan(
    conn: Conn, actor: Actor, plan: CoursePlan, *, owner_id: UUID, parcel: Parcel = NO_FILES
) -> ImportOutcome:
    """Write a plan into the course that came from the same folder, or into a new one.

    `parcel` holds the files that go with it (`take_files`). A second import of an unchanged
    plan changes nothing. Lessons and sections that the folder has no more leave the working
    copy; releases keep theirs.
    Raises Invalid, PersonNotFound, NotATeacher, NotAnEditor, QuotaFull, and FolderTaken while
    the folder's course is in the trash.
    """
    require_importable(plan)
    held, is_new = await _course(conn, actor, plan, owner_id)
    course_id = held.id
    addresses, fates = await add_files(conn, parcel, course_id=course_id, owner_id=owner_id)
    plan = with_files(plan, addresses)
    require_importable(plan)
    await require_own(conn, course_id, files_of_sections(plan))
    saved = await edit_course(conn, actor, held, edit_of(plan))
    outcome = ImportOutcome(
        course_id=course_id,
        courses=_tally_of_course(held, saved, is_new=is_new),
        **await _contents(conn, course_id, plan),
        files=fates,
    )
    if outcome.changed:
        await courses.touch_course(conn, course_id)
    return outcome


async def _contents(conn: Conn, course_id: UUID, plan: CoursePlan) -> dict[str, Tally]:
    """Lessons, then sections: one may have moved to a lesson that is new."""
    lessons = await upserts.upsert_lessons(conn, course_id, plan)
    requiring = await queries.set_requirements(conn, course_id, plan)
    sections = await upserts.upsert_sections(conn, course_id, plan)
    gone_lessons, gone_sections = await queries.delete_vanished(conn, course_id, plan)
    await queries.close_ranks(conn, course_id)
    planned = sum(len(lesson.sections) for lesson in plan.lessons)
    return {
        "lessons": _tally(len(plan.lessons), lessons, requiring, gone_lessons),
        "sections": _tally(planned, sections, (), gone_sections),
    }


async def _course(
    conn: Conn, actor: Actor, plan: CoursePlan, owner_id: UUID
) -> tuple[CourseForStaff, bool]:
    """The course of the same folder, locked, or a new one; and whether it is new."""
    standing = await queries.lock_imported(conn, owner_id, plan.key, user_of(actor))
    if standing is None:
        return await get_course(conn, actor, await _started(conn, plan, owner_id)), True
    require_editor(rights(actor, standing))
    return await hold_course(conn, actor, standing.course_id), False


async def _started(conn: Conn, plan: CoursePlan, owner_id: UUID) -> UUID:
    anywhere = await staff.find_global_role(conn, owner_id)
    if anywhere is None:
        raise PersonNotFound
    require_fit(CourseRole.OWNER, anywhere)
    slug = slug_from(plan.slug)
    await courses.hold_slug(conn, slug)
    new = msgspec.structs.replace(course_of(plan), slug=await courses.free_slug(conn, slug))
    return await start_course(conn, new, owner_id=owner_id, source_key=plan.key)


def _tally_of_course(held: CourseForStaff, saved: CourseForStaff, *, is_new: bool) -> Tally:
    if is_new:
        return Tally(created=1, updated=0, unchanged=0, removed=0)
    changed = int(saved != held)
    return Tally(created=0, updated=changed, unchanged=1 - changed, removed=0)


def _tally(
    planned: int, written: list[upserts.Written], also: Collection[str], removed: int
) -> Tally:
    created = {row.key for row in written if row.created}
    updated = ({row.key for row in written} | set(also)) - created
    return Tally(
        created=len(created),
        updated=len(updated),
        unchanged=planned - len(created) - len(updated),
        removed=removed,
    )
