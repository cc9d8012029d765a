"""Uploading: forms and raw bodies, rights, quotas, and what is left of what was refused."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from alcuin.kit.actor import Role
from alcuin.kit.db import Database
from alcuin.kit.pace import Pace
from alcuin.media import Bounds
from tests.conftest import SoloDatabase
from tests.matrix.campus import Campus, Visitor
from tests.media.samples import photo

TEXT = {"content-type": "text/markdown"}


async def _sends(person: Visitor, content: bytes, **query: str) -> httpx.Response:
    return await person.asks(
        "POST", "/api/media", params={"name": "note.md", **query}, content=content, headers=TEXT
    )


def _left(campus: Campus) -> list[str]:
    """What lies where files are received."""
    return [str(path) for path in campus.parts.workshop.folder.glob("*")]


async def test_a_photo_is_uploaded_by_a_form_and_read_again(campus: Campus) -> None:
    ada = await campus.somebody("ada")
    form = {"file": ("Ferien im März.JPG", photo(width=900, height=600), "image/jpeg")}
    answer = await ada.asks("POST", "/api/media", files=form)
    assert answer.status_code == 201, answer.text
    made = answer.json()["data"]
    assert (made["name"], made["type"]) == ("Ferien im März.jpg", "image/jpeg")
    assert (made["width"], made["height"], made["widths"]) == (900, 600, [320, 640])
    read = await ada.asks("GET", made["url"])
    assert read.status_code == 200
    assert len(read.content) == made["bytes"]
    assert read.headers["content-type"] == "image/jpeg"
    assert _left(campus) == []


async def test_a_row_has_its_bytes_and_their_hash_in_the_store(campus: Campus) -> None:
    """V5: also of every smaller image."""
    ada = await campus.somebody("ada")
    form = {"file": ("p.jpg", photo(width=900, height=600), "image/jpeg")}
    made = (await ada.asks("POST", "/api/media", files=form)).json()["data"]
    folder = campus.folder / "media" / made["id"]
    stored = {path.name: path.stat().st_size for path in folder.iterdir()}
    assert sorted(stored) == ["320.webp", "640.webp", "original"]
    row = "select sha256, stored_bytes from media where id = $1"
    async with campus.database.transaction() as conn:
        sha256, stored_bytes = await conn.raw.fetchrow(row, made["id"])
    assert hashlib.sha256((folder / "original").read_bytes()).digest() == sha256
    assert stored_bytes == sum(stored.values())
    assert await campus.value("select count(*) from media_removal") == 0
    assert await campus.value("select bytes from media_space") == stored_bytes


async def test_a_body_alone_needs_a_name(campus: Campus) -> None:
    ada = await campus.somebody("ada")
    nameless = await ada.asks("POST", "/api/media", content=b"# A note", headers=TEXT)
    assert nameless.status_code == 422
    assert nameless.json()["errors"][0]["pointer"] == "?name"
    named = await _sends(ada, b"# A note")
    assert named.json()["data"]["name"] == "note.md"
    assert named.headers["location"] == named.json()["data"]["url"]
    assert _left(campus) == []


@pytest.mark.parametrize(
    "form",
    [
        {"files": [("a", ("a.md", b"# A")), ("b", ("b.md", b"# B"))]},
        {"files": {"a": ("a.md", b"# A")}, "data": {"title": "A"}},
        {"files": {"a": (None, b"no file")}},
    ],
)
async def test_a_form_holds_one_file_and_nothing_else(campus: Campus, form: Any) -> None:
    ada = await campus.somebody("ada")
    answer = await ada.asks("POST", "/api/media", **form)
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")
    assert _left(campus) == []


async def test_only_the_verified_upload_and_only_editors_into_a_course(campus: Campus) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    course = await campus.course(teacher)
    stranger, new = (
        await campus.somebody("stranger"),
        await campus.somebody("new", verified=False),
    )
    assert (await _sends(campus.nobody(), b"# A")).status_code == 401
    assert (await _sends(new, b"# A")).status_code == 403
    assert (await _sends(stranger, b"# A", course=course.id)).status_code == 404
    made = await _sends(teacher, b"# A", course=course.id)
    assert made.json()["data"]["courseId"] == course.id
    assert _left(campus) == []


async def test_what_is_too_large_is_refused_and_not_kept(rolled_back: SoloDatabase) -> None:
    campus = Campus(rolled_back, pace=Pace(linger_seconds=0.1))

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield bytes(65_536)
            await asyncio.sleep(0)

    async with campus.client:
        ada = await campus.somebody("ada")
        for told in ({"content-length": "20000001"}, {}):
            refused = await ada.asks(
                "POST", "/api/media?name=a.md", content=endless(), headers=TEXT | told
            )
            assert (refused.status_code, refused.json()["limit"]) == (413, 20_000_000)
            assert refused.headers["connection"] == "close"
            assert _left(campus) == []


async def test_who_is_suspended_while_sending_has_uploaded_nothing(campus: Campus) -> None:
    ada = await campus.somebody("ada")

    async def slowly() -> AsyncIterator[bytes]:
        yield b"# A no"
        await campus.run("update app_user set suspended_at = kit_now() where id = $1", ada.id)
        yield b"te"

    answer = await ada.asks("POST", "/api/media?name=a.md", content=slowly(), headers=TEXT)
    assert answer.status_code == 401
    assert await campus.value("select count(*) from media") == 0
    # Bytes may lie there already: the ledger knows them.
    stored = {path.name for path in (campus.folder / "media").glob("*")}
    known = await campus.value("select array_agg(media_id::text) from media_removal")
    assert stored == set(known)
    assert _left(campus) == []


async def test_a_full_quota_refuses_before_the_body_is_read_and_says_what_is_left(
    rolled_back: SoloDatabase,
) -> None:
    campus = Campus(rolled_back, bounds=Bounds(file_bytes=1_000, person_bytes=1_500))
    async with campus.client:
        ada = await campus.somebody("ada")
        assert (await _sends(ada, b"a" * 1_000)).status_code == 201
        over = await _sends(ada, b"a" * 501)
        assert (over.status_code, over.json()["code"]) == (409, "media_quota_full")
        assert (over.json()["quota"], over.json()["left"]) == (1_500, 500)
        assert (await _sends(ada, b"a" * 500)).status_code == 201
        full = await ada.asks("POST", "/api/media?name=a.md", content=_Unread(), headers=TEXT)
        assert (full.status_code, full.json()["left"]) == (409, 0)
        listed = (await ada.asks("GET", "/api/media")).json()
        assert listed["room"] == {"quota": 1_500, "used": 1_500, "files": 2}


class _Unread:
    def __aiter__(self) -> AsyncIterator[bytes]:
        raise AssertionError("nobody reads this")


async def test_a_quota_is_exact_however_many_come_at_once(database: Database) -> None:
    campus = Campus(database, bounds=Bounds(file_bytes=1_000, course_bytes=2_500))
    async with campus.client:
        teachers = [await campus.somebody(f"t{i}", Role.INSTRUCTOR) for i in range(3)]
        course = await campus.course(teachers[0])
        for other in teachers[1:]:
            await teachers[0].does(
                "PUT", f"/api/courses/{course.id}/staff/{other.id}", json={"role": "INSTRUCTOR"}
            )
        answers = await asyncio.gather(
            *(_sends(who, b"a" * 500, course=course.id) for who in teachers for _ in range(4))
        )
        codes = sorted(answer.status_code for answer in answers)
        assert codes == [201] * 5 + [409] * 7
        space = "select bytes::text || ' ' || files from media_space"
        assert await campus.value(space) == "2500 5"
        assert await campus.value("select sum(stored_bytes) from media") == 2_500


async def test_one_person_uploads_no_more_than_eight_files_at_once(campus: Campus) -> None:
    ada = await campus.somebody("ada")
    begun, go_on = asyncio.Semaphore(0), asyncio.Event()

    async def waiting() -> AsyncIterator[bytes]:
        begun.release()
        await go_on.wait()
        yield b"# A"

    async def one() -> int:
        answer = await ada.asks("POST", "/api/media?name=a.md", content=waiting(), headers=TEXT)
        return answer.status_code

    under_way = [asyncio.create_task(one()) for _ in range(8)]
    for _ in under_way:
        await begun.acquire()
    ninth = await _sends(ada, b"# A")
    assert (ninth.status_code, ninth.json()["code"]) == (429, "too_many_uploads")
    assert ninth.headers["retry-after"] == "2"
    go_on.set()
    assert await asyncio.gather(*under_way) == [201] * 8
    assert (await _sends(ada, b"# A")).status_code == 201
