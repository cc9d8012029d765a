"""What is asked of PostgreSQL beside the load: to checkpoint, and to say what it is."""

from typing import Any

import asyncpg

SETTINGS = ("shared_buffers", "fsync", "synchronous_commit", "full_page_writes")


async def checkpoint(admin_url: str) -> None:
    """Write what is dirty now, so that no checkpoint falls into a measured part.

    A database made from files begins with a checkpoint, and its maker needs no right to ask
    for one, which the embedded server's owner does not have.
    """
    conn: Any = await asyncpg.connect(admin_url)  # asyncpg ships no types
    try:
        await conn.execute("create database bench_pause template template0 strategy file_copy")
        await conn.execute("drop database bench_pause")
    finally:
        await conn.close()


async def described(url: str) -> tuple[str, dict[str, str]]:
    """Version, and the settings that decide what a commit costs."""
    conn: Any = await asyncpg.connect(url)  # as above
    try:
        version: str = await conn.fetchval("show server_version")
        return version, {name: await conn.fetchval(f"show {name}") for name in SETTINGS}
    finally:
        await conn.close()
