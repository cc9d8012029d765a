"""What progress does when it reads the log."""

from collections.abc import Sequence

from alcuin.catalog import COURSE_PUBLISHED
from alcuin.kit.db import Conn
from alcuin.kit.events import Reaction, Recorded
from alcuin.kit.jobs import enqueue
from alcuin.progress.jobs import REBASE, RebaseCourse


async def _ask_for_rebase(conn: Conn, events: Sequence[Recorded]) -> None:
    for event in events:
        if event.course_id:
            # The release is part of the key: a run under way may have passed learners already.
            key = f"{event.course_id} {event.release}"
            await enqueue(conn, REBASE, RebaseCourse(event.course_id), key=key)


REBASE_AFTER_PUBLISHING = Reaction("progress.rebase", {COURSE_PUBLISHED: 1}, _ask_for_rebase)
