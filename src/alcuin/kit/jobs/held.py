"""The queue, and jobs that failed for good: seen, tried again, dropped."""

from alcuin.kit.db import Conn
from alcuin.kit.jobs import queries
from alcuin.kit.jobs.data import Held, Queued
from alcuin.kit.problems import NotFound


class NotHeld(NotFound):
    """No job with this number is held."""

    code = "job_not_held"


class NoSuchJob(NotFound):
    """No job with this number waits, runs or is held. What was done is not kept."""

    code = "job_not_found"


async def list_queued(conn: Conn, limit: int) -> tuple[list[Queued], int]:
    """The first of the queue, held ones before all others, and how many there are."""
    return await queries.list_queued(conn, None, limit), await queries.count_queued(conn)


async def get_queued(conn: Conn, job_id: int) -> Queued:
    """One job. Raises NoSuchJob."""
    for found in await queries.list_queued(conn, job_id, 1):
        return found
    raise NoSuchJob


async def list_held(conn: Conn) -> list[Held]:
    """Held jobs, oldest first."""
    return await queries.list_held(conn)


async def retry(conn: Conn, job_id: int) -> None:
    """Let a held job start again, with all its attempts. Raises NotHeld."""
    if not await queries.requeue_held(conn, job_id):
        raise NotHeld
    await queries.forget_starts(conn, job_id)


async def drop(conn: Conn, job_id: int) -> None:
    """Give a held job up. Raises NotHeld."""
    if not await queries.delete_held(conn, job_id):
        raise NotHeld
