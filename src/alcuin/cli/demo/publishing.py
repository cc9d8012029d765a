"""The courses of the demo: folders like anybody's, imported and published."""

from contextlib import suppress
from pathlib import Path

from alcuin.app.parts import Parts
from alcuin.catalog import CourseNotFound, FolderTaken, import_plan, publish, read_folder, rights_of
from alcuin.identity import hold_user_by_email
from alcuin.kit.actor import System

COURSES = Path(__file__).parent / "courses"
ACTOR = System("alcuin demo")


async def publish_course(parts: Parts, slug: str, owner: str) -> None:
    """Import and publish one, unless it is there: its instructor may have gone on writing.

    Or have put it into the trash, where it stays.
    """
    plan = read_folder(COURSES / slug).plan
    with suppress(FolderTaken):
        async with parts.database.transaction() as conn:
            try:
                await rights_of(conn, ACTOR, slug)
            except CourseNotFound:
                person = await hold_user_by_email(conn, ACTOR, owner)
                outcome = await import_plan(conn, ACTOR, plan, owner_id=person.id)
                hosts = frozenset(parts.settings.image_hosts)
                await publish(conn, ACTOR, outcome.course_id, note="", image_hosts=hosts)
