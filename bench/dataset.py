"""A deterministic dataset at a scale, generated in SQL from hashed row numbers.

At scale 1: 10,000 people, 2,000 courses of 8 x 3 sections, nine of ten published, 50,000
enrollments of which a few courses have most, 300,000 completed sections and the progress
they add up to. Publishing is Alcuin's own: releases and listings are what they are in life.
"""

import time
from pathlib import Path
from typing import Any

import asyncpg

from bench.publishing import publish_reviewed

SQL = Path(__file__).parent / "sql"
AUTHORED = ("words", "shape", "people", "working_copies")
STUDIED = ("learning",)
COUNTED = {
    "people": "app_user",
    "courses": "course",
    "published": "listing",
    "sections": "section",
    "enrollments": "enrollment",
    "completed sections": "section_progress",
}


async def load(admin_url: str, *, scale: float) -> dict[str, int]:
    """Fill a migrated, empty database; answers rows by table."""
    conn: Any = await asyncpg.connect(admin_url)  # asyncpg ships no types
    try:
        await conn.execute("select set_config('bench.scale', $1::text, false)", str(scale))
        await _run(conn, AUTHORED)
        await _publish(admin_url)
        await _run(conn, STUDIED)
        await conn.execute("vacuum (analyze)")
        return {
            name: await conn.fetchval(f"select count(*) from {table}")  # noqa: S608  names above
            for name, table in COUNTED.items()
        }
    finally:
        await conn.close()


async def _run(conn: Any, names: tuple[str, ...]) -> None:  # Any: as above
    for name in names:
        started = time.monotonic()
        await conn.execute((SQL / f"{name}.sql").read_text())
        print(f"{name}: {time.monotonic() - started:.1f} s", flush=True)


async def _publish(admin_url: str) -> None:
    started = time.monotonic()
    count = await publish_reviewed(admin_url)
    print(f"published {count} courses: {time.monotonic() - started:.1f} s", flush=True)
