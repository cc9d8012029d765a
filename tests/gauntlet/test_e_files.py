"""GAUNTLET A13 and E: files, over the whole application."""

import asyncio
import os
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from alcuin.kit.actor import Role
from alcuin.kit.db import Database
from alcuin.kit.pace import Pace
from tests.drills.practice import eventually
from tests.matrix.campus import Campus, Course, Visitor
from tests.media.samples import photo
from tests.media.serving import CUT, form, sending, served
from tests.media.test_reading import NOTE, uploaded

UPLOADS = 40
"""Cut halfway; they all begin before the first of them is cut."""

ROUNDS = 25 if "ALCUIN_DRILL" in os.environ else 1
"""`make drill` cuts a thousand."""

TEXT = {"content-type": "text/markdown"}
PNG = {"content-type": "image/png"}


async def _shown(campus: Campus, teacher: Visitor) -> tuple[Course, str]:
    """A published course that shows a file to its learners."""
    course = await campus.course(teacher)
    sent = await teacher.asks(
        "POST", f"/api/media?name=a.md&course={course.id}", content=NOTE, headers=TEXT
    )
    url = sent.json()["data"]["url"]
    await teacher.does(
        "PATCH",
        f"/api/sections/{course.section_id}",
        json={"content": f"[A note]({url})"},
        headers={"if-match": "*"},
    )
    await teacher.does("POST", f"/api/courses/{course.id}/publish", json={})
    return course, url


def _told(body: dict[str, object]) -> dict[str, object]:
    return body | {"requestId": ""}


async def test_a13_a_file_of_a_course_is_there_for_its_learners_alone(campus: Campus) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    learner, stranger = await campus.somebody("learner"), await campus.somebody("stranger")
    course, url = await _shown(campus, teacher)
    await learner.does("POST", f"/api/courses/{course.id}/enroll")
    assert (await learner.asks("GET", url)).content == NOTE
    unknown = f"/api/media/{uuid4()}"
    for person in (stranger, campus.nobody()):
        for path in ("", "/info"):
            hidden = await person.asks("GET", url + path)
            assert hidden.status_code == 404
            assert _told(hidden.json()) == _told((await person.asks("GET", unknown + path)).json())
        part = await person.asks("GET", url, headers={"range": "bytes=0-1", "if-none-match": "*"})
        assert part.status_code == 404
    await learner.does("DELETE", f"/api/courses/{course.id}/enroll")
    assert (await learner.asks("GET", url)).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(form(b"# A").replace(b"--\r\n", b"\r\n") * 100_000, 400, id="100,000 parts"),
        pytest.param(form(b"# A", head=b"x-pad: " + b"a" * 5_000_000), 400, id="giant part header"),
        pytest.param(form(b"# A", preamble=b"a" * 5_000_000 + b"\r\n"), 400, id="giant preamble"),
        pytest.param(form(b"a" * 20_000_001), 413, id="giant file"),
        pytest.param(CUT + b"\r\n" + b"a: b\r\n" * 1_000_000, 400, id="a million headers"),
    ],
)
async def test_e8_a_form_that_would_fill_us_up_is_refused_as_it_arrives(
    database: Database, body: bytes, status: int
) -> None:
    campus = Campus(database)
    ada = await campus.somebody("ada")
    async with campus.client, served(campus) as port:
        for length in (len(body), None):  # also where it is chunked and tells no length
            async with sending(port, ada, length) as sender:
                for start in range(0, len(body), 1 << 20):
                    await sender.send(body[start : start + (1 << 20)])
                await sender.finish()
                assert await sender.status() == status
        assert [*(campus.folder / "uploads").glob("*")] == []
        assert (await ada.asks("GET", "/api/media")).json()["room"]["files"] == 0


async def test_e8_who_trickles_is_408_and_others_are_served_meanwhile(database: Database) -> None:
    campus = Campus(database, pace=Pace(grace_seconds=0.5))
    ada, bob = await campus.somebody("ada"), await campus.somebody("bob")
    async with campus.client, served(campus) as port, AsyncExitStack() as stack:
        trickles = [sending(port, ada, 1_000_000) for _ in range(8)]
        senders = [await stack.enter_async_context(each) for each in trickles]
        for sender in senders:
            await sender.send(CUT[:1])
        # Connections to the database are ten: none of them waits for a trickle.
        others = await asyncio.gather(*(bob.asks("GET", "/api/media") for _ in range(30)))
        assert {answer.status_code for answer in others} == {200}
        assert [await sender.status() for sender in senders] == [408] * 8
    assert [*(campus.folder / "uploads").glob("*")] == []


async def test_e9_ten_thousand_ranges_are_answered_by_the_whole_file_at_once(
    campus: Campus,
) -> None:
    ada = await campus.somebody("ada")
    url = await uploaded(ada)
    many = "bytes=" + ",".join(f"{n}-{n}" for n in range(10_000))
    overlapping = "bytes=" + ",".join(["0-"] * 10_000)
    for asked in (many, overlapping, "bytes=0-" + "1" * 60_000, "bytes=-1,-1"):
        answer = await ada.asks("GET", url, headers={"range": asked})
        assert (answer.status_code, answer.content) == (200, NOTE)
    beyond = await ada.asks("GET", url, headers={"range": "bytes=999999999999999999-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(NOTE)}")


async def test_e10_a_signed_address_is_for_one_session_for_ten_minutes(campus: Campus) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    learner, other = await campus.somebody("learner"), await campus.somebody("other")
    course, url = await _shown(campus, teacher)
    for person in (learner, other):
        await person.does("POST", f"/api/courses/{course.id}/enroll")
    link = (await learner.does("POST", f"{url}/link"))["url"]
    nobody = campus.nobody()

    async def status(person: Visitor = nobody) -> int:
        return (await person.asks("GET", link)).status_code

    assert (await status(), await status(learner)) == (200, 200)
    assert await status(other) == 404  # who may read the file, by a link of somebody else
    await learner.does("DELETE", f"/api/courses/{course.id}/enroll")
    assert await status() == 404
    await learner.does("POST", f"/api/courses/{course.id}/enroll")
    assert await status() == 200
    now = await campus.value("select kit_now()")
    await _set_clock(campus, (now + timedelta(minutes=10)).isoformat())
    assert await status() == 404
    await _set_clock(campus, now.isoformat())
    assert await status() == 200
    await learner.does("DELETE", f"/api/auth/sessions/{learner.session_id}")
    assert await status() == 404


async def _set_clock(campus: Campus, moment: str) -> None:
    await campus.run("select set_config('alcuin.now', $1, false)", moment)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../x.png", "x.png"),
        ("..\\..\\x.png", "x.png"),
        ("/etc/passwd", "passwd.png"),
        ("CON", "_CON.png"),
        ("a" * 300, "a" * 150 + ".png"),
        ('say "hi".png', "say hi.png"),
        ("x.png\r\nset-cookie: a=b", "x.png set-cookie a=b.png"),
        ("фото.png", "фото.png"),
    ],
)
async def test_e11_a_file_is_stored_under_its_own_id_and_its_name_is_only_told(
    campus: Campus, name: str, kept: str
) -> None:
    ada = await campus.somebody("ada")
    before = _files(campus)
    sent = await ada.asks(
        "POST", "/api/media", params={"name": name}, content=photo("PNG"), headers=PNG
    )
    made = sent.json()["data"]
    assert made["name"] == kept
    stored = {path.relative_to(campus.folder).parts[:2] for path in _files(campus) - before}
    assert stored == {("media", made["id"])}
    headers = (await ada.asks("GET", made["url"])).headers
    told = headers["content-disposition"]
    assert told.startswith('inline; filename="')
    assert told.isascii()
    assert told.count('"') == 2
    assert "set-cookie" not in headers


def _files(campus: Campus) -> set[Path]:
    return {path for path in campus.folder.rglob("*") if path.is_file()}


async def test_e12_uploads_cut_halfway_leave_nothing(database: Database) -> None:
    campus = Campus(database)
    people = [await campus.somebody(f"p{n}") for n in range(UPLOADS // 8)]
    body = form(b"a" * 100_000)
    async with campus.client, served(campus) as port:
        uploads = campus.folder / "uploads"
        for _ in range(ROUNDS):
            async with AsyncExitStack() as cut:
                for number in range(UPLOADS):
                    person = people[number % len(people)]
                    sender = await cut.enter_async_context(sending(port, person, len(body)))
                    await sender.send(body[: len(body) // 2])
                await eventually(lambda: len([*uploads.glob("*/received")]) == UPLOADS)
            await eventually(lambda: not [*uploads.glob("*")])
        for table in ("media", "media_space", "media_removal"):
            assert await campus.value(f"select count(*) from {table}") == 0  # noqa: S608  names of ours
        whole = await people[0].asks("POST", "/api/media?name=a.md", content=NOTE, headers=TEXT)
        assert whole.status_code == 201
        room = (await people[0].asks("GET", "/api/media")).json()["room"]
        assert (room["used"], room["files"]) == (len(NOTE), 1)
