"""Into the trash, out of it, and for good."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from alcuin.catalog import FolderTaken, jobs
from alcuin.catalog.actions.trash import purge_next
from alcuin.catalog.jobs import EmptyTrash
from alcuin.kit.actor import Role
from alcuin.kit.db import Conn
from alcuin.kit.jobs import JobContext
from tests.catalog.school import Author, School
from tests.catalog.test_import_plan import FIRST, imported
from tests.conftest import set_time


class Upstairs:
    """A room that keeps rows about courses."""

    def __init__(self) -> None:
        self.asked: list[UUID] = []

    async def purge_course(self, conn: Conn, course_id: UUID) -> None:
        assert await conn.value(UUID, "select id from course where id = $1", course_id)
        self.asked.append(course_id)


async def _published(ada: Author) -> dict[str, Any]:
    course = await ada.course()
    await ada.section(await ada.lesson(course, "One"), "First")
    await ada.asks("POST", f"/api/courses/{course['id']}/publish", {})
    return course


async def test_a_trashed_course_is_gone_for_everybody(school: School, ada: Author) -> None:
    course = await _published(ada)
    path = f"/api/courses/{course['id']}"
    answer = await ada.asks("DELETE", path)
    trashed = answer.json()["data"]
    kept = datetime.fromisoformat(trashed["restorableUntil"])
    assert kept - datetime.fromisoformat(trashed["trashedAt"]) == timedelta(days=30)
    admin = await school.somebody(Role.ADMIN)
    for one in (ada, admin):
        assert (await one.edits(path, title="x")).status_code == 404
        assert (await one.asks("GET", f"{path}/staff")).status_code == 404
        assert (await one.asks("DELETE", path)).status_code == 404
    assert (await school.client.get("/api/courses")).json()["data"] == []
    assert await school.value("select open from course") is False


async def test_its_owner_gets_it_back_as_a_draft(school: School, ada: Author) -> None:
    course = await _published(ada)
    path = f"/api/courses/{course['id']}"
    await ada.asks("DELETE", path)
    other = await school.somebody()
    assert (await other.asks("POST", f"{path}/restore")).status_code == 404
    answer = await ada.asks("POST", f"{path}/restore")
    restored = answer.json()["data"]
    assert (restored["status"], restored["release"]) == ("DRAFT", 1)
    assert [lesson["title"] for lesson in restored["lessons"]] == ["One"]
    assert (await ada.asks("POST", f"{path}/restore")).status_code == 404
    assert (await ada.asks("POST", f"{path}/publish", {})).status_code == 201
    assert await school.value("select courses from listing_count where category = ''") == 1


async def test_an_instructor_of_the_course_cannot_trash_or_restore_it(
    school: School, ada: Author
) -> None:
    course = await ada.course()
    path = f"/api/courses/{course['id']}"
    one = await school.somebody()
    await ada.asks("PUT", f"{path}/staff/{one.id}", {"role": "INSTRUCTOR"})
    assert (await one.asks("DELETE", path)).status_code == 403
    await ada.asks("DELETE", path)
    assert (await one.asks("POST", f"{path}/restore")).status_code == 404


async def test_after_thirty_days_nothing_comes_back(
    school: School, ada: Author, conn: Conn
) -> None:
    course = await ada.course()
    await set_time(conn, "2026-03-01T12:00:00Z")
    await ada.asks("DELETE", f"/api/courses/{course['id']}")
    await set_time(conn, "2026-03-31T12:00:00Z")
    answer = await ada.asks("POST", f"/api/courses/{course['id']}/restore")
    assert answer.status_code == 404


async def test_the_trash_is_emptied_with_what_rooms_above_keep(
    school: School, ada: Author, conn: Conn
) -> None:
    old, young, kept = await _published(ada), await ada.course(), await ada.course()
    upstairs = Upstairs()
    await set_time(conn, "2026-03-01T12:00:00Z")
    await ada.asks("DELETE", f"/api/courses/{old['id']}")
    await set_time(conn, "2026-03-20T12:00:00Z")
    await ada.asks("DELETE", f"/api/courses/{young['id']}")
    await set_time(conn, "2026-03-31T12:00:00Z")
    (job,) = jobs([upstairs])
    for _ in range(2):  # run twice it does no harm
        await job.run(JobContext(school.database, 1, 1), EmptyTrash())
    assert upstairs.asked == [UUID(old["id"])]
    assert await school.value("select array_agg(id order by id) from course") == sorted(
        [UUID(young["id"]), UUID(kept["id"])]
    )
    for table in ("lesson", "section", "release", "release_body", "release_section"):
        assert await school.value(f"select count(*) from {table}") == 0  # noqa: S608  a name
    entry = await school.value("select to_jsonb(a) from audit a where action = 'course.purge'")
    assert (entry["actor_kind"], entry["subject_id"]) == ("system", old["id"])


async def test_a_course_is_purged_whole_or_not_at_all(
    school: School, ada: Author, conn: Conn
) -> None:
    class Broken:
        async def purge_course(self, conn: Conn, course_id: UUID) -> None:  # noqa: ARG002  a fault
            raise RuntimeError

    course = await ada.course()
    await set_time(conn, "2026-03-01T12:00:00Z")
    await ada.asks("DELETE", f"/api/courses/{course['id']}")
    await set_time(conn, "2026-05-01T12:00:00Z")
    try:
        async with school.database.transaction() as inner:
            await purge_next(inner, [Broken()])
    except RuntimeError:
        pass
    assert await school.value("select count(*) from course") == 1


async def test_a_folder_whose_course_is_in_the_trash_is_not_imported_beside_it(
    school: School, ada: Author
) -> None:
    course = (await imported(school, ada, FIRST)).course_id
    await ada.asks("DELETE", f"/api/courses/{course}")
    with pytest.raises(FolderTaken):
        await imported(school, ada, FIRST)
    await ada.asks("POST", f"/api/courses/{course}/restore")
    assert (await imported(school, ada, FIRST)).course_id == course
