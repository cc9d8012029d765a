"""Schedules, for workers. A tick enqueues a job in the transaction that takes the tick.

PgQueuer's own scheduler adds a delay counted by the worker's clock to the database's: a
worker half a second behind ticks twice. Here a tick is a moment of the expression by the
database's clock, and one worker can take it.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import structlog
from croniter import croniter

from alcuin.kit.db import Conn, Database
from alcuin.kit.faults import told
from alcuin.kit.jobs import queries
from alcuin.kit.jobs.enqueueing import enqueue
from alcuin.kit.jobs.kinds import Cron

log = structlog.get_logger("alcuin.jobs")


def latest_tick(expression: str, now: datetime) -> datetime:
    """The last moment of the expression that is not after `now`."""
    after = now.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=1)
    found: datetime = croniter(expression, after).get_prev(datetime)
    return found


async def tick(conn: Conn, cron: Cron) -> bool:
    """Enqueue the job if a tick is due that nobody has taken; says whether it did."""
    due_at = latest_tick(cron.expression, await queries.get_present(conn))
    await queries.add_cron(conn, cron.name, due_at)
    if not await queries.take_tick(conn, cron.name, due_at):
        return False
    await enqueue(conn, cron.job, cron.payload)
    return True


async def run_crons(database: Database, crons: Sequence[Cron], stop: asyncio.Event) -> None:
    """Tick until `stop`, looking when a minute begins."""
    while not stop.is_set():
        for cron in crons:
            try:
                async with database.transaction() as conn:
                    await tick(conn, cron)
            except Exception as fault:  # noqa: BLE001  one bad schedule must not stop the others
                log.warning("cron_failed", cron=cron.name, fault=told(fault))
        await _until_next_minute(stop)


async def _until_next_minute(stop: asyncio.Event) -> None:
    # By this machine's clock, which may differ from the database's: hence the look at
    # least each 20 seconds.
    seconds = min(60.1 - datetime.now(UTC).second, 20.0)
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
