"""Who was erased is found nowhere: not in any column, file, letter or line of the log.

The marks are those of `test_personal_data.py`, which fails where a personal column has none:
a new one is forgotten by nobody.
"""

from pathlib import Path

import msgspec
import pytest

from alcuin.app import wiring
from alcuin.kit.actor import Role
from alcuin.kit.audit.chain import verify
from alcuin.kit.audit.data import Whole
from alcuin.kit.db import Conn
from alcuin.kit.jobs import JobContext
from tests.conftest import SoloDatabase
from tests.gauntlet.test_personal_data import MARKS, catalogue, lives, whereabouts
from tests.matrix.campus import Campus, Visitor
from tests.progress.checking import what_is_wrong

BYTES = b"zqbytes, which only their owner reads"
ME = "/api/auth/me"


async def _works(campus: Campus, name: str) -> None:
    """Run what the calendar asks for, as it is wired."""
    (job,) = (job for job in wiring.jobs(campus.parts) if job.name == name)
    cron, *_ = (cron for cron in wiring.crons() if cron.job == name)
    await job.run(JobContext(campus.database, 1, 1), cron.payload)


async def _letters_go(campus: Campus) -> None:
    (job,) = (job for job in wiring.jobs(campus.parts) if job.name == "identity.send_letter")
    async with campus.database.transaction() as conn:
        rows = await conn.raw.fetch("delete from pgqueuer returning entrypoint, payload")
    for row in rows:
        if row["entrypoint"] == job.name:
            payload = msgspec.json.decode(row["payload"], type=job.payload)
            await job.run(JobContext(campus.database, 1, 1), payload)


async def _later(campus: Campus, interval: str) -> None:
    now = "select set_config('alcuin.now', (now() + $1::text::interval)::text, false)"
    await campus.value(now, interval)


def _stored(campus: Campus) -> bytes:
    files = [path for path in Path(campus.folder).rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in files)


async def _life(campus: Campus) -> Visitor:
    """Somebody who has left a mark in every personal column, and a file."""
    person = campus.nobody()
    person.token = (await lives(campus))[0]
    form = {"file": ("zqfile-too.md", BYTES)}
    await person.does("POST", "/api/media", files=form)
    await _letters_go(campus)
    return person


async def _is_closed(campus: Campus, person: Visitor) -> None:
    """Hand the course over, which nobody may leave alone, and go."""
    alone = await person.asks("DELETE", ME)
    assert (alone.status_code, alone.json()["code"]) == (409, "courses_need_an_owner")
    (course,) = alone.json()["courses"]
    admin = await campus.somebody("heir", Role.ADMIN)
    path = f"/api/courses/{course}/staff/{admin.id}"
    await person.does("PUT", path, json={"role": "OWNER"})
    await person.does("DELETE", ME)
    await _letters_go(campus)


async def test_who_was_erased_is_found_nowhere(campus: Campus) -> None:
    person = await _life(campus)
    stored = await whereabouts(campus)
    marked = {name for name, text in stored.items() if any(mark in text for mark in MARKS)}
    assert marked >= (await catalogue(campus)).keys()
    assert BYTES in _stored(campus)
    await _is_closed(campus, person)
    assert campus.mail.sent
    await _later(campus, "14 days 1 minute")
    await _works(campus, "identity.erase")
    await _later(campus, "14 days 1 hour")
    await _works(campus, "media.remove")

    left = await whereabouts(campus)
    marks = [mark for mark in MARKS if mark != "Antarctica/Troll"]
    found = {(name, mark) for name, text in left.items() for mark in marks if mark in text}
    assert found == set()
    zoned = {name for name, text in left.items() if "Antarctica/Troll" in text}
    assert zoned <= {"event.time_zone"}
    assert b"zq" not in _stored(campus)
    assert [letter.to for letter in campus.mail.sent if "zq" in letter.to] == []
    campus.app.stop()
    assert not [mark for mark in marks if mark in campus.log.getvalue().decode()]


async def test_every_room_with_rows_of_people_is_asked(campus: Campus) -> None:
    kept = await campus.value(
        """
        select array_agg(distinct split_part(obj_description(c.oid), ':', 1))
        from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
          and a.attname in ('user_id', 'owner_id')
        """
    )
    asked = {type(room).__module__.split(".")[1] for room in wiring.PERSONAL}
    assert set(kept) - asked == {"kit", "identity"}


async def test_ids_of_a_former_member_still_lead_to_what_stays(
    campus: Campus, solo: SoloDatabase
) -> None:
    person = await _life(campus)
    await _is_closed(campus, person)
    await _later(campus, "15 days")
    await _works(campus, "identity.erase")
    await _works(campus, "kit.seal_audit")
    reader = await campus.somebody("reader", Role.ADMIN)
    (card,) = (await reader.asks("GET", "/api/courses")).json()["data"]
    course = await reader.does("GET", f"/api/courses/{card['id']}")
    author = await reader.does("GET", f"/api/users/{course['createdBy']}")

    assert author["name"] == "former member"
    entries = await reader.does("GET", f"/api/audit?actor={author['id']}&limit=100")
    assert {entry["actorName"] for entry in entries} == {"former member"}
    assert {entry["address"] for entry in entries} == {None}
    conn = Conn(solo.pool.raw, {})
    assert isinstance(await verify(conn), Whole)
    assert not any((await what_is_wrong(conn)).values())


async def test_whoever_is_erased_frees_their_seat(campus: Campus) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    course = await campus.course(teacher)
    path = f"/api/courses/{course.id}"
    await teacher.does("POST", f"{path}/publish", json={})
    terms = {"capacity": 1}
    await teacher.does("PATCH", f"{path}/enrollment-terms", json=terms, headers={"if-match": "*"})
    first, second = await campus.somebody("first"), await campus.somebody("second")
    await first.does("POST", f"{path}/enroll")
    section = f"/api/progress/lessons/{course.lesson_id}/sections/{course.section_id}"
    await first.does("POST", f"{section}/complete")
    await first.does("DELETE", ME)
    assert (await second.asks("POST", f"{path}/enroll")).json()["code"] == "course_full"
    await _later(campus, "15 days")
    await _works(campus, "identity.erase")
    second = await campus.somebody("third")
    await second.does("POST", f"{path}/enroll")

    assert await campus.value("select count(*) from section_progress") == 1
    done = "select count(*) from event where kind = 'Withdrawn' and user_id = $1"
    assert await campus.value(done, first.id) == 1


@pytest.mark.parametrize("state", ["draft", "published", "archived"])
async def test_b6_a_course_is_not_left_without_an_owner(campus: Campus, state: str) -> None:
    owner = await campus.somebody("owner", Role.INSTRUCTOR)
    other = await campus.somebody("other", Role.INSTRUCTOR)
    course = await campus.course(owner)
    path = f"/api/courses/{course.id}"
    if state != "draft":
        await owner.does("POST", f"{path}/publish", json={})
    if state == "archived":
        await owner.does("POST", f"{path}/archive")
    refused = await owner.asks("DELETE", ME)
    assert refused.json()["courses"] == [course.id]
    await owner.does("PUT", f"{path}/staff/{other.id}", json={"role": "OWNER"})
    await owner.does("DELETE", ME)

    last = await other.asks("DELETE", ME)
    assert (last.status_code, last.json()["code"]) == (409, "courses_need_an_owner")
    demoted = await other.asks("PUT", f"{path}/staff/{other.id}", json={"role": "ASSISTANT"})
    assert demoted.json()["code"] == "last_owner"
    await other.does("DELETE", path)
    await other.does("DELETE", ME)
