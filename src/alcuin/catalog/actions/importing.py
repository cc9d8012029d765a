"""Laying the plan of a folder over a working copy."""

from collections.abc import Collection
from uuid import UUID

import msgspec

from alcuin.catalog.actions.access import user_of
from alcuin.catalog.actions.courses import edit_course, hold_course, start_course
from alcuin.catalog.data.courses import CourseEdit
from alcuin.catalog.data.importing import ImportOutcome, Tally
from alcuin.catalog.data.staff import CourseRole
from alcuin.catalog.errors import PersonNotFound
from alcuin.catalog.importing import CoursePlan
from alcuin.catalog.queries import courses, staff
from alcuin.catalog.queries import importing as queries
from alcuin.catalog.rules.names import slug_from
from alcuin.catalog.rules.plans import course_of, require_importable
from alcuin.catalog.rules.rights import require_editor, require_fit, rights
from alcuin.kit.actor import Actor
from alcuin.kit.db import Conn


async def import_plan(
    conn: Conn, actor: Actor, plan: CoursePlan, *, owner_id: UUID
) -> ImportOutcome:
    """Write a plan into the course that came from the same folder, or into a new one.

    A second import of an unchanged plan changes nothing. Lessons and sections that the
    folder has no more leave the working copy; releases keep theirs.
    Raises Invalid, PersonNotFound, NotATeacher, NotAnEditor, and FolderTaken while the
    folder's course is in the trash.
    """
    require_importable(plan)
    course_id, tally = await _course(conn, actor, plan, owner_id)
    lessons = await queries.upsert_lessons(conn, course_id, plan)
    requiring = await queries.set_requirements(conn, course_id, plan)
    sections = await queries.upsert_sections(conn, course_id, plan)
    gone_lessons, gone_sections = await queries.delete_vanished(conn, course_id, plan)
    await queries.close_ranks(conn, course_id)
    outcome = ImportOutcome(
        course_id=course_id,
        courses=tally,
        lessons=_tally(len(plan.lessons), lessons, requiring, gone_lessons),
        sections=_tally(
            sum(len(lesson.sections) for lesson in plan.lessons), sections, (), gone_sections
        ),
    )
    if outcome.changed:
        await courses.touch_course(conn, course_id)
    return outcome


async def _course(conn: Conn, actor: Actor, plan: CoursePlan, owner_id: UUID) -> tuple[UUID, Tally]:
    standing = await queries.lock_imported(conn, owner_id, plan.key, user_of(actor))
    if standing is None:
        return await _started(conn, plan, owner_id), _one(created=1)
    require_editor(rights(actor, standing))
    held = await hold_course(conn, actor, standing.course_id)
    wanted = course_of(plan)
    edit = CourseEdit(
        title=wanted.title,
        description=wanted.description,
        category=wanted.category,
        difficulty=wanted.difficulty,
        tags=wanted.tags,
        estimated_duration=wanted.estimated_duration,
        language=wanted.language,
    )
    saved = await edit_course(conn, actor, held, edit)
    return saved.id, _one(updated=1) if saved != held else _one(unchanged=1)


async def _started(conn: Conn, plan: CoursePlan, owner_id: UUID) -> UUID:
    anywhere = await staff.find_global_role(conn, owner_id)
    if anywhere is None:
        raise PersonNotFound
    require_fit(CourseRole.OWNER, anywhere)
    slug = slug_from(plan.slug)
    await courses.hold_slug(conn, slug)
    new = msgspec.structs.replace(course_of(plan), slug=await courses.free_slug(conn, slug))
    return await start_course(conn, new, owner_id=owner_id, source_key=plan.key)


def _one(*, created: int = 0, updated: int = 0, unchanged: int = 0) -> Tally:
    return Tally(created=created, updated=updated, unchanged=unchanged, removed=0)


def _tally(
    planned: int, written: list[queries.Written], also: Collection[str], removed: int
) -> Tally:
    created = {row.key for row in written if row.created}
    updated = ({row.key for row in written} | set(also)) - created
    return Tally(
        created=len(created),
        updated=len(updated),
        unchanged=planned - len(created) - len(updated),
        removed=removed,
    )
