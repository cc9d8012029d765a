"""What achievements do when they read the log."""

from collections.abc import Sequence

from msgspec import convert

from alcuin.achievements.actions.judging import judge
from alcuin.achievements.data.unlocking import Fact
from alcuin.activity import TIME_CREDITED, TimeCredited
from alcuin.kit.db import Conn
from alcuin.kit.events import Reaction, Recorded
from alcuin.progress import COURSE_COMPLETED, LESSON_COMPLETED, SECTION_COMPLETED, is_by_release

KINDS = {TIME_CREDITED: 1, SECTION_COMPLETED: 1, LESSON_COMPLETED: 1, COURSE_COMPLETED: 1}


async def _unlock(conn: Conn, events: Sequence[Recorded]) -> None:
    await judge(conn, [_fact(event) for event in events])


def _fact(event: Recorded) -> Fact:
    """What a new release completes counts as completed, and is no day of the learner's."""
    if event.user_id is None:
        raise TypeError(f"event {event.id} is of nobody")
    time = convert(event.data, TimeCredited) if event.kind == TIME_CREDITED else None
    return Fact(
        user_id=event.user_id,
        kind=event.kind,
        active_on=None if is_by_release(event) else event.local_on,
        seconds=time.seconds if time else 0,
    )


UNLOCK = Reaction("achievements.unlock", KINDS, _unlock)
