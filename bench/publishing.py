"""Publishing every course that stands in REVIEW, with Alcuin's own action.

Rendering 43,000 sections is most of the work, so each processor takes a part of the courses.
"""

import asyncio
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from uuid import UUID

from alcuin.catalog.actions.publishing import publish
from alcuin.kit.actor import System
from alcuin.kit.db import open_database

ACTOR = System("benchmark dataset")


async def publish_reviewed(admin_url: str) -> int:
    """Publish them, each a day after it was made; answers how many."""
    course_ids = await _reviewed(admin_url)
    parts = len(os.sched_getaffinity(0))
    loop = asyncio.get_running_loop()
    # Started afresh: a fork would hold the embedded server's locks as well.
    with ProcessPoolExecutor(parts, get_context("spawn")) as pool:
        await asyncio.gather(
            *(
                loop.run_in_executor(pool, _publish_all, admin_url, course_ids[part::parts])
                for part in range(parts)
            )
        )
    return len(course_ids)


async def _reviewed(admin_url: str) -> list[UUID]:
    database = await open_database(admin_url, {}, size=2)
    async with database.statement() as conn:
        found = await conn.value(
            list[UUID],
            "select coalesce(array_agg(id order by id), '{}') from course where status = 'REVIEW'",
        )
    await database.pool.close()
    return found or []


def _publish_all(admin_url: str, course_ids: list[UUID]) -> None:
    asyncio.run(_published(admin_url, course_ids))


async def _published(admin_url: str, course_ids: list[UUID]) -> None:
    database = await open_database(admin_url, {}, size=2)
    for course_id in course_ids:
        async with database.transaction() as conn:
            await conn.run(
                """
                select set_config('alcuin.now', (created_at + interval '1 day')::text, true)
                from course where id = $1
                """,
                course_id,
            )
            await publish(conn, ACTOR, course_id, note="", image_hosts=frozenset())
    await database.pool.close()
