"""Facts on their way into the log."""

from collections.abc import Sequence

from alcuin.kit.db import Conn
from alcuin.kit.events.data import Event


async def insert_events(conn: Conn, events: Sequence[Event]) -> None:
    await conn.run(
        """
        insert into event (kind, v, user_id, course_id, lesson_id, section_id, release,
                           time_zone, local_on, data)
        select e.* from jsonb_to_recordset($1::jsonb) as e (
          kind text, v smallint, user_id uuid, course_id uuid, lesson_id uuid, section_id uuid,
          release int, time_zone text, local_on date, data jsonb)
        """,
        events,
    )


async def notify(conn: Conn, channel: str) -> None:
    await conn.run("select pg_notify($1, '')", channel)
