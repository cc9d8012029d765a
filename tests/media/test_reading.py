"""Reading files: whole, in part, unchanged, smaller, and not at all."""

import pytest

from alcuin.adapters.s3_files import Bucket, S3Files
from alcuin.kit.actor import Role
from tests.conftest import SoloDatabase
from tests.matrix.campus import Campus, Visitor
from tests.media.samples import photo

NOTE = b"# A note\n\n0123456789"


async def uploaded(person: Visitor, content: bytes = NOTE, name: str = "note.md") -> str:
    """The address of a new file."""
    answer = await person.asks(
        "POST", "/api/media", params={"name": name}, content=content, headers={"content-type": ""}
    )
    assert answer.status_code == 201, answer.text
    url: str = answer.json()["data"]["url"]
    return url


async def test_a_file_comes_with_headers_that_keep_it_inert(campus: Campus) -> None:
    ada = await campus.somebody("ada")
    answer = await ada.asks("GET", await uploaded(ada))
    assert answer.content == NOTE
    headers = answer.headers
    assert headers["content-type"] == "text/markdown; charset=utf-8"
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "sandbox" in headers["content-security-policy"]
    assert headers["cache-control"] == "private, no-cache"
    assert headers["content-disposition"].startswith('inline; filename="note.md"')
    assert headers["content-length"] == str(len(NOTE))


@pytest.mark.parametrize(
    ("asked", "status", "told", "body"),
    [
        ("bytes=0-3", 206, "bytes 0-3/20", NOTE[:4]),
        ("bytes=10-", 206, "bytes 10-19/20", NOTE[10:]),
        ("bytes=-5", 206, "bytes 15-19/20", NOTE[-5:]),
        ("bytes=-500", 206, "bytes 0-19/20", NOTE),
        ("bytes=15-500", 206, "bytes 15-19/20", NOTE[15:]),
        ("bytes=20-", 416, "bytes */20", None),
        ("bytes=-0", 416, "bytes */20", None),
        ("bytes=9-3", 200, None, NOTE),
        ("bytes=0-1,4-5", 200, None, NOTE),
        ("bytes=-", 200, None, NOTE),
        ("lines=1-2", 200, None, NOTE),
        ("bytes=0-" + "9" * 90, 200, None, NOTE),
    ],
)
async def test_one_range_is_answered_and_what_is_no_range_is_not(
    campus: Campus, asked: str, status: int, told: str | None, body: bytes | None
) -> None:
    ada = await campus.somebody("ada")
    answer = await ada.asks("GET", await uploaded(ada), headers={"range": asked})
    assert (answer.status_code, answer.headers.get("content-range")) == (status, told)
    if body is not None:
        assert answer.content == body


async def test_a_part_is_answered_only_to_who_has_the_rest_of_the_same_file(
    campus: Campus,
) -> None:
    ada = await campus.somebody("ada")
    url = await uploaded(ada)
    tag = (await ada.asks("GET", url)).headers["etag"]
    same = await ada.asks("GET", url, headers={"range": "bytes=0-3", "if-range": tag})
    assert (same.status_code, same.content) == (206, NOTE[:4])
    for other in ('"another"', f"W/{tag}", "Wed, 01 Jan 2025 00:00:00 GMT"):
        whole = await ada.asks("GET", url, headers={"range": "bytes=0-3", "if-range": other})
        assert (whole.status_code, whole.content) == (200, NOTE)


async def test_what_the_client_has_is_not_sent_again(campus: Campus) -> None:
    ada = await campus.somebody("ada")
    url = await uploaded(ada)
    first = await ada.asks("GET", url)
    assert first.headers["etag"].strip('"').isalnum()
    again = await ada.asks("GET", url, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "content-length" not in again.headers


async def test_head_says_what_get_would_without_reading(campus: Campus) -> None:
    ada = await campus.somebody("ada")
    url = await uploaded(ada)
    (campus.folder / "media" / url.rpartition("/")[2] / "original").unlink()
    answer = await ada.asks("HEAD", url)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(NOTE))
    part = await ada.asks("HEAD", url, headers={"range": "bytes=0-3"})
    assert (part.status_code, part.headers["content-length"]) == (206, "4")


async def test_a_width_gives_the_smallest_image_that_is_wide_enough(campus: Campus) -> None:
    ada = await campus.somebody("ada")
    url = await uploaded(ada, photo(width=900, height=600), "photo.jpg")
    whole = await ada.asks("GET", url)
    sent = {}
    for width in (1, 320, 321, 640, 641, 5_000):
        answer = await ada.asks("GET", url, params={"width": width})
        sent[width] = (
            answer.headers["content-type"],
            answer.headers["etag"] == whole.headers["etag"],
        )
        assert len(answer.content) == int(answer.headers["content-length"])
    assert [kind for kind, _ in sent.values()] == ["image/webp"] * 4 + ["image/jpeg"] * 2
    assert [same for _, same in sent.values()] == [False] * 4 + [True] * 2
    refused = await ada.asks("GET", url, params={"width": 0})
    assert refused.status_code == 422


async def test_what_is_known_of_a_file_is_told_to_who_may_read_it(campus: Campus) -> None:
    ada, bob = await campus.somebody("ada"), await campus.somebody("bob")
    url = await uploaded(ada)
    told = await ada.does("GET", f"{url}/info")
    assert told["name"] == "note.md"
    assert (told["bytes"], told["width"], told["widths"], told["courseId"]) == (20, None, [], None)
    assert (await bob.asks("GET", f"{url}/info")).status_code == 404


async def test_lists_are_of_ones_own_files_or_of_a_course_that_one_edits(campus: Campus) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    student = await campus.somebody("student")
    course = await campus.course(teacher)
    for number in range(3):
        await uploaded(teacher, name=f"{number}.md")
    await teacher.asks(
        "POST",
        f"/api/media?name=c.md&course={course.id}",
        content=NOTE,
        headers={"content-type": ""},
    )
    first = (await teacher.asks("GET", "/api/media?limit=2")).json()
    assert [file["name"] for file in first["data"]] == ["2.md", "1.md"]
    assert first["pagination"]["total"] == 3
    assert first["room"]["used"] == 60
    cursor = first["pagination"]["cursor"]
    rest = (await teacher.asks("GET", "/api/media", params={"limit": 2, "cursor": cursor})).json()
    assert [file["name"] for file in rest["data"]] == ["0.md"]
    assert "cursor" not in rest["pagination"]
    of_course = await teacher.does("GET", f"/api/media?course={course.id}")
    assert [file["name"] for file in of_course] == ["c.md"]
    assert (await student.asks("GET", f"/api/media?course={course.id}")).status_code == 404
    # A cursor of one list opens no other.
    elsewhere = await student.asks("GET", "/api/media", params={"cursor": cursor})
    assert elsewhere.status_code == 422


def away_files() -> S3Files:
    """A bucket at an address where nobody listens."""
    return S3Files(
        Bucket(
            name="alcuin",
            prefix="",
            region="us-east-1",
            endpoint="http://127.0.0.1:9",
            key_id="somebody",
            secret="a secret",
        )
    )


async def test_a_store_that_is_away_is_503_and_nothing_is_lost(rolled_back: SoloDatabase) -> None:
    at_home, away = Campus(rolled_back), Campus(rolled_back, files=away_files())
    async with at_home.client, away.client:
        ada = await at_home.somebody("ada")
        url = await uploaded(ada)
        ada.campus = away
        read = await ada.asks("GET", url)
        assert (read.status_code, read.headers["retry-after"]) == (503, "5")
        assert read.json()["code"] == "files_unavailable"
        sent = await ada.asks(
            "POST", "/api/media?name=b.md", content=NOTE, headers={"content-type": ""}
        )
        assert (sent.status_code, sent.headers["retry-after"]) == (503, "5")
        assert await away.value("select count(*) from media") == 1
        assert await away.value("select files from media_space") == 1
        assert [*away.parts.workshop.folder.glob("*")] == []


async def test_a_file_whose_bytes_are_missing_is_our_fault_and_is_logged(campus: Campus) -> None:
    ada = await campus.somebody("ada")
    url = await uploaded(ada)
    (campus.folder / "media" / url.rpartition("/")[2] / "original").unlink()
    answer = await ada.asks("GET", url)
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    campus.app.stop()
    assert b"FileMissing" in campus.log.getvalue()
