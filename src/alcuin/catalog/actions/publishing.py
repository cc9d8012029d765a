"""Publishing a course, and taking it back: what learners read changes here and nowhere else."""

import asyncio
from uuid import UUID

from alcuin.catalog.actions.access import lock_to_edit, lock_to_own
from alcuin.catalog.data.courses import CourseStatus
from alcuin.catalog.data.publishing import Publication
from alcuin.catalog.errors import NothingToPublish, ReleaseIsCurrent, ReleaseNotFound
from alcuin.catalog.events import announce_published, announce_status
from alcuin.catalog.queries import files, listing
from alcuin.catalog.queries import publishing as queries
from alcuin.catalog.queries.releases import get_release
from alcuin.catalog.releases.copies import Edition, WorkingCopy
from alcuin.catalog.releases.freezing import FrozenRelease, freeze
from alcuin.catalog.releases.shapes import Release
from alcuin.catalog.rules.status import require_move
from alcuin.kit.actor import Actor, Person
from alcuin.kit.audit import audit
from alcuin.kit.db import Conn


async def publish(
    conn: Conn, actor: Actor, ref: UUID | str, *, note: str, image_hosts: frozenset[str]
) -> Publication:
    """Freeze the working copy into the next release and make it current.

    Raises CourseNotFound, NotAnEditor, IllegalStatus and NothingToPublish.
    """
    course_id = await _locked(conn, actor, ref, CourseStatus.PUBLISHED)
    copy = await queries.working_copy(conn, course_id)
    if not copy.lessons:
        raise NothingToPublish
    before = await queries.editions(conn, course_id)
    edition = Edition(before.release + 1, before.published_at or before.now, before.now)
    own = await files.hold_files(conn, course_id, copy.named_files())
    # A second of work for a long book: other requests of this worker go on meanwhile.
    frozen = await asyncio.to_thread(freeze, copy, edition, image_hosts, own)
    by = actor.user_id if isinstance(actor, Person) else copy.course.created_by
    release = await _store(conn, copy, edition, frozen, by=by, note=note)
    await _list(conn, course_id, frozen)
    await announce_published(conn, course_id, edition.number)
    await queries.announce_release(conn, course_id)
    await audit(conn, actor, "course.publish", subject_kind="course", subject_id=course_id)
    return Publication(release=release, notes=frozen.notes)


async def _store(
    conn: Conn, copy: WorkingCopy, edition: Edition, frozen: FrozenRelease, *, by: UUID, note: str
) -> Release:
    course_id = copy.course.id
    release = await queries.insert_release(
        conn, copy, edition, units=frozen.units, by=by, note=note
    )
    await queries.insert_bodies(conn, course_id, edition.number, frozen.bodies)
    await queries.insert_counted(conn, copy, edition.number)
    await files.insert_shown(conn, course_id, edition.number, frozen.files)
    await queries.set_published(conn, course_id, edition)
    return release


async def unpublish(conn: Conn, actor: Actor, ref: UUID | str) -> UUID:
    """Close a published course to everybody but its staff; progress stays readable."""
    course_id = await _locked(conn, actor, ref, CourseStatus.DRAFT)
    await close(conn, course_id)
    await announce_status(conn, course_id, "CourseUnpublished")
    await audit(conn, actor, "course.unpublish", subject_kind="course", subject_id=course_id)
    return course_id


async def close(conn: Conn, course_id: UUID) -> None:
    """Take a course, whose row is locked, out of the catalog and back to a draft."""
    await queries.set_unpublished(conn, course_id)
    await _unlist(conn, course_id)


async def archive(conn: Conn, actor: Actor, ref: UUID | str) -> UUID:
    """Let the enrolled go on and nobody new come in; the catalog lists it no more."""
    course_id = await _locked(conn, actor, ref, CourseStatus.ARCHIVED)
    await queries.set_archived(conn, course_id)
    await _unlist(conn, course_id)
    await announce_status(conn, course_id, "CourseArchived")
    await audit(conn, actor, "course.archive", subject_kind="course", subject_id=course_id)
    return course_id


async def withdraw_release(conn: Conn, actor: Actor, ref: UUID | str, number: int) -> Release:
    """Take an older release's words back for good. Raises ReleaseIsCurrent, ReleaseNotFound."""
    standing = await lock_to_own(conn, actor, ref)
    if number == standing.release:
        raise ReleaseIsCurrent
    if not await queries.withdraw_bodies(conn, standing.course_id, number):
        raise ReleaseNotFound
    await queries.announce_release(conn, standing.course_id)
    await audit(
        conn,
        actor,
        "release.withdraw",
        subject_kind="course",
        subject_id=standing.course_id,
        facts={"release": number},
    )
    return await get_release(conn, standing.course_id, number)


async def _locked(conn: Conn, actor: Actor, ref: UUID | str, to: CourseStatus) -> UUID:
    """Lock a course whose status `actor` may move to `to`."""
    standing = await lock_to_edit(conn, actor, ref)
    require_move(CourseStatus(standing.status), to)
    return standing.course_id


async def _list(conn: Conn, course_id: UUID, frozen: FrozenRelease) -> None:
    before = await listing.find_shelved(conn, course_id)
    after = await listing.upsert_listing(conn, course_id, card=frozen.card, words=frozen.words)
    if before != after:
        if before:
            await listing.add_to_counts(conn, before, -1)
        await listing.add_to_counts(conn, after, 1)


async def _unlist(conn: Conn, course_id: UUID) -> None:
    before = await listing.delete_listing(conn, course_id)
    if before:
        await listing.add_to_counts(conn, before, -1)
    await queries.announce_release(conn, course_id)
