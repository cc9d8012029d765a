"""Turning events into notices."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from alcuin.catalog import COURSE_PUBLISHED
from alcuin.kit.db import Conn, Database
from alcuin.kit.events import Recorded
from alcuin.kit.jobs import enqueue
from alcuin.notifications.data.notices import NoticeKind, Told
from alcuin.notifications.data.preferences import USUAL
from alcuin.notifications.queries import writing
from alcuin.notifications.rules.telling import told_of

TELL_COURSE = "notifications.tell_course"
SEND_LETTER = "notifications.send_letter"
BATCH = 1_000
"""Learners a transaction: each keeps the boxes of its people locked."""

FIRST = writing.Learner(datetime.min.replace(tzinfo=UTC), UUID(int=0))


class Release(msgspec.Struct, frozen=True):
    """Tell those whom a release of a course concerns."""

    event_id: int
    course_id: UUID
    release: int


class Letter(msgspec.Struct, frozen=True):
    """Send the letter about a notice."""

    notice_id: UUID


async def react(conn: Conn, events: Sequence[Recorded]) -> None:
    """Tell people of their own events; whom a release concerns, a job tells."""
    for event in events:
        if event.kind == COURSE_PUBLISHED and event.course_id and event.release:
            release = Release(event.id, event.course_id, event.release)
            await enqueue(conn, TELL_COURSE, release, key=str(event.id))
    told = [each for event in events if (each := told_of(event))]
    await tell(conn, await _without_first_devices(conn, told))


async def tell(conn: Conn, told: Sequence[Told]) -> None:
    """Write notices, and ask for the letters about them."""
    if told:
        for notice_id in await writing.write_notices(conn, told):
            await enqueue(conn, SEND_LETTER, Letter(notice_id), key=str(notice_id))


async def _without_first_devices(conn: Conn, told: Sequence[Told]) -> list[Told]:
    signed_in = [each for each in told if each.kind is NoticeKind.NEW_DEVICE]
    known = await writing.list_returning(conn, signed_in) if signed_in else []
    return [
        each for each in told if each.kind is not NoticeKind.NEW_DEVICE or each.user_id in known
    ]


async def tell_course(database: Database, release: Release, batch: int = BATCH) -> None:
    """Tell the staff, then the learners, so many a transaction.

    Run again after a kill, or beside another run, it finds who is told already.
    """
    async with database.transaction() as conn:
        staff = await writing.list_staff(conn, release.course_id, release.release)
        await tell(conn, [_told(release, user_id) for user_id in staff])
    after, more = FIRST, True
    while more:
        async with database.transaction() as conn:
            learners = await writing.list_learners(
                conn, release.course_id, release.event_id, after, batch
            )
            await tell(conn, [_told(release, each.user_id) for each in learners])
        more = len(learners) == batch
        after = learners[-1] if more else after


def _told(release: Release, user_id: UUID) -> Told:
    usual = USUAL[NoticeKind.COURSE_PUBLISHED]
    return Told(
        event_id=release.event_id,
        user_id=user_id,
        kind=NoticeKind.COURSE_PUBLISHED,
        course_id=release.course_id,
        data={"release": release.release},
        in_app=usual.in_app,
        mail=usual.mail,
    )
