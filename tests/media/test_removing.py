"""Deleting: rows at once, bytes when they are due, and nothing that is still shown."""

from datetime import timedelta
from uuid import UUID

from alcuin.kit.actor import Role
from alcuin.kit.db import Database
from alcuin.kit.jobs import JobContext
from alcuin.media import REMOVAL_LOCK, discard_course, jobs, store_file
from alcuin.media.jobs import Remove
from tests.matrix.campus import Campus, Course, Visitor
from tests.media.samples import photo
from tests.media.test_reading import NOTE, uploaded

HEADERS = {"content-type": ""}


async def _into(course: Course, person: Visitor) -> str:
    answer = await person.asks(
        "POST", f"/api/media?name=c.md&course={course.id}", content=NOTE, headers=HEADERS
    )
    url: str = answer.json()["data"]["url"]
    return url


async def _works(campus: Campus) -> None:
    """As a worker does each five minutes."""
    (job,) = jobs(campus.parts.files)
    await job.run(JobContext(campus.database, 1, 1), Remove())


def _stored(campus: Campus) -> set[str]:
    return {path.name for path in (campus.folder / "media").glob("*")}


async def _later(campus: Campus, life: timedelta) -> None:
    await campus.run("update media_removal set due_at = due_at - $1::interval", life)


async def test_a_deleted_file_is_gone_at_once_and_its_bytes_within_the_hour(
    campus: Campus,
) -> None:
    ada, bob = await campus.somebody("ada"), await campus.somebody("bob")
    url = await uploaded(ada)
    assert (await bob.asks("DELETE", url)).status_code == 404
    await ada.does("DELETE", url)
    assert (await ada.asks("GET", url)).status_code == 404
    assert (await ada.asks("DELETE", url)).status_code == 404
    room = (await ada.asks("GET", "/api/media")).json()["room"]
    assert (room["used"], room["files"]) == (0, 0)
    await _works(campus)
    assert _stored(campus) == {url.rpartition("/")[2]}  # somebody may be reading it
    await _later(campus, timedelta(minutes=45))
    await _works(campus)
    assert _stored(campus) == set()
    assert await campus.value("select count(*) from media_removal") == 0


async def test_an_avatar_is_unset_with_its_file(campus: Campus) -> None:
    ada, bob = await campus.somebody("ada"), await campus.somebody("bob")
    url = await uploaded(ada, photo(), "me.jpg")
    assert (await bob.asks("GET", url)).status_code == 404
    await campus.run(
        "insert into avatar (user_id, media_id) values ($1, $2)", ada.id, url.rpartition("/")[2]
    )
    assert (await bob.asks("GET", url)).status_code == 200
    assert (await campus.nobody().asks("GET", url)).status_code == 404
    await ada.does("DELETE", url)
    assert await campus.value("select count(*) from avatar") == 0


async def test_a_file_that_a_course_shows_stays(campus: Campus) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    other = await campus.somebody("other", Role.INSTRUCTOR)
    course = await campus.course(teacher)
    shown, unused = await _into(course, teacher), await _into(course, teacher)
    await teacher.does(
        "PATCH",
        f"/api/sections/{course.section_id}",
        json={"content": f"![A note]({shown})"},
        headers={"if-match": "*"},
    )
    refused = await teacher.asks("DELETE", shown)
    assert (refused.status_code, refused.json()["code"]) == (409, "media_in_use")
    unknown = await other.asks("DELETE", "/api/media/00000000-0000-7000-8000-000000000000")
    hidden = await other.asks("DELETE", shown)
    assert hidden.status_code == 404
    assert hidden.json() | {"requestId": ""} == unknown.json() | {"requestId": ""}
    await teacher.does("DELETE", unused)
    room = (await teacher.asks("GET", f"/api/media?course={course.id}")).json()["room"]
    assert (room["used"], room["files"]) == (20, 1)


async def test_the_files_of_a_course_go_with_it(campus: Campus) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    course = await campus.course(teacher)
    urls = [await _into(course, teacher) for _ in range(2)]
    own = await uploaded(teacher)
    async with campus.database.transaction() as conn:
        await discard_course(conn, UUID(course.id))
    assert [(await teacher.asks("GET", url)).status_code for url in (*urls, own)] == [404, 404, 200]
    kinds = await campus.value("select array_agg(kind) from media_space")
    assert kinds == ["PERSON"]
    await _later(campus, timedelta(minutes=45))
    await _works(campus)
    assert _stored(campus) == {own.rpartition("/")[2]}


async def test_nothing_is_removed_while_a_backup_reads(busy_campus: Campus) -> None:
    campus = busy_campus
    ada = await campus.somebody("ada")
    await ada.does("DELETE", await uploaded(ada))
    await _later(campus, timedelta(hours=1))
    async with campus.database.transaction() as backup:
        await backup.raw.execute("select pg_advisory_xact_lock_shared($1)", REMOVAL_LOCK)
        await _works(campus)
        assert len(_stored(campus)) == 1
    await _works(campus)
    assert _stored(campus) == set()


async def test_bytes_that_were_stored_and_never_added_are_removed(
    database: Database, busy_campus: Campus
) -> None:
    """A process that was killed between the two steps of an upload leaves this."""
    campus = busy_campus
    folder = campus.folder / "received"
    folder.mkdir()
    (folder / "note").write_bytes(NOTE)
    stored = await store_file(database, campus.parts.files, folder / "note", "note.md")
    half = campus.folder / "media" / str(stored.id) / ".320.webp.part"
    half.write_bytes(b"half")
    await _works(campus)
    assert _stored(campus) == {str(stored.id)}
    await _later(campus, timedelta(hours=1))
    await _works(campus)
    assert _stored(campus) == set()
