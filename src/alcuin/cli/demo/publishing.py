"""The courses of the demo: folders like anybody's, imported and published."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from alcuin.app.parts import Parts
from alcuin.catalog import (
    CourseNotFound,
    FolderTaken,
    import_plan,
    publish,
    read_folder,
    rights_of,
    take_files,
)
from alcuin.cli.demo.queries import go_back
from alcuin.identity import hold_user_by_email
from alcuin.kit.actor import System
from alcuin.kit.db import Conn

COURSES = Path(__file__).parent / "courses"
ACTOR = System("alcuin demo")


async def publish_course(parts: Parts, slug: str, owner: str, ago: timedelta) -> None:
    """Import and publish one so long ago, unless it is there.

    Its instructor may have gone on writing, or have put it into the trash, where it stays.
    """
    async with parts.database.transaction() as conn:
        if await _is_there(conn, slug):
            return
        owner_id = (await hold_user_by_email(conn, ACTOR, owner)).id
    reading = read_folder(COURSES / slug)
    parcel = await take_files(
        parts.database, parts.files, parts.workshop, reading, owner_id=owner_id
    )
    hosts = frozenset(parts.settings.image_hosts)
    with suppress(FolderTaken):
        async with parts.database.transaction() as conn:
            await go_back(conn, ago)
            outcome = await import_plan(conn, ACTOR, reading.plan, owner_id=owner_id, parcel=parcel)
            await publish(conn, ACTOR, outcome.course_id, note="", image_hosts=hosts)


async def _is_there(conn: Conn, slug: str) -> bool:
    try:
        await rights_of(conn, ACTOR, slug)
    except CourseNotFound:
        return False
    return True
