"""Writing courses."""

import asyncio
from typing import Any

import pytest

from alcuin.kit.actor import Role
from tests.catalog.school import Author, School


def _codes(answer: Any) -> dict[str, str]:
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


async def test_an_instructor_creates_a_draft_and_owns_it(ada: Author) -> None:
    answer = await ada.asks(
        "POST",
        "/api/courses",
        {
            "title": "Éloge du Thé",
            "description": "Leaves and water.",
            "category": "Food & Drink",
            "difficulty": "beginner",
            "tags": ["tea"],
            "estimatedDuration": 90,
            "aiMetadata": {"model": "none"},
        },
    )
    course = answer.json()["data"]
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/api/courses/{course['id']}"
    assert answer.headers["etag"].startswith('"1')
    assert course["slug"] == "eloge-du-the"
    assert course["difficulty"] == "BEGINNER"
    assert course["status"] == "DRAFT"
    assert course["isPublished"] is False
    assert course["hasUnpublishedChanges"] is True
    assert course["createdBy"] == str(ada.id)
    assert course["staffRole"] == "OWNER"
    assert course["lessons"] == []


async def test_a_student_creates_no_course(school: School) -> None:  # A7
    student = await school.somebody(Role.STUDENT)
    answer = await student.asks(
        "POST", "/api/courses", {"title": "x", "description": "", "category": "c"}
    )
    assert answer.status_code == 403


async def test_everything_wrong_with_a_course_is_told_at_once(ada: Author) -> None:
    answer = await ada.asks(
        "POST",
        "/api/courses",
        {
            "title": "Knots",
            "description": "",
            "category": "!?",
            "thumbnail": "javascript:alert(1)",
            "tags": ["Rope", "rope"],
            "slug": "generate",
            "metadata": {"much": "x" * 5_000},
        },
    )
    assert answer.status_code == 422
    assert _codes(answer) == {
        "/category": "pattern",
        "/thumbnail": "url",
        "/tags/1": "repeated",
        "/slug": "reserved",
        "/metadata": "length",
    }


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/x.png",
        "//example.org/x.png",
        "https://user:word@example.org/",
        "https://",
        "https://a b.org/",
        "data:image/png;base64,AAAA",
        "/api/media/../users",
        "https://example.org:99999/",
    ],
)
async def test_only_https_is_linked_besides_our_own_media(ada: Author, url: str) -> None:
    course = await ada.course()
    answer = await ada.edits(f"/api/courses/{course['id']}", thumbnail=url)
    assert answer.status_code == 422
    fine = "https://example.org/x.png?a=1#b"
    assert (await ada.edits(f"/api/courses/{course['id']}", thumbnail=fine)).status_code == 200


async def test_equal_titles_get_slugs_of_their_own(busy_school: School) -> None:
    ada = await busy_school.somebody()
    made = await asyncio.gather(*(ada.course("Knots") for _ in range(6)))
    assert {course["slug"] for course in made} == {"knots", *(f"knots-{n}" for n in range(2, 7))}


async def test_a_slug_that_was_asked_for_is_had_or_refused(ada: Author) -> None:
    await ada.course(slug="ropes")
    answer = await ada.asks(
        "POST",
        "/api/courses",
        {"title": "x", "description": "", "category": "c", "slug": "ropes"},
    )
    assert answer.status_code == 409
    assert answer.json()["code"] == "slug_taken"


async def test_a_course_is_found_by_its_slug_too(ada: Author) -> None:
    await ada.course(slug="ropes")
    answer = await ada.edits("/api/courses/ropes", title="Ropes")
    assert answer.json()["data"]["title"] == "Ropes"


async def test_a_category_has_one_spelling(school: School, ada: Author) -> None:
    await ada.course(category="Data Science")
    other = await ada.course(category="data  SCIENCE")
    assert other["category"] == "Data Science"
    answer = await ada.edits(f"/api/courses/{other['id']}", category="DATA-science")
    assert answer.json()["data"]["revision"] == other["revision"]
    assert (await ada.course(category="数学"))["category"] == "数学"


async def test_an_edit_names_the_revision_that_was_read(ada: Author) -> None:
    course = await ada.course()
    path = f"/api/courses/{course['id']}"
    assert (await ada.asks("PUT", path, {"title": "a"})).status_code == 428
    first = await ada.edits(path, if_match='"1"', title="a")
    assert first.status_code == 200
    assert first.json()["data"]["revision"] == 2
    stale = await ada.edits(path, if_match='"1"', title="b")
    assert stale.status_code == 412


async def test_what_was_read_can_be_put_back_and_changes_nothing(
    school: School, ada: Author
) -> None:
    course = await ada.course(tags=["a"], metadata={"sis": 7})
    lesson = await ada.lesson(course, "One")
    await ada.section(lesson, "First")
    path = f"/api/courses/{course['id']}"
    read = (await ada.edits(path)).json()["data"]
    before = await school.value("select to_jsonb(c)::text from course c")
    answer = await ada.asks("PUT", path, read, if_match='"1"')
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"] == read
    assert await school.value("select to_jsonb(c)::text from course c") == before


async def test_what_cannot_be_changed_is_refused(ada: Author) -> None:  # B1
    course = await ada.course()
    answer = await ada.edits(
        f"/api/courses/{course['id']}", status="PUBLISHED", createdBy=str(ada.id), release=3
    )
    assert answer.status_code == 422
    assert _codes(answer) == {"/status": "read_only", "/release": "read_only"}


async def test_a_published_course_keeps_its_slug(school: School, ada: Author) -> None:
    course = await ada.course()
    await ada.lesson(course, "One")
    path = f"/api/courses/{course['id']}"
    assert (await ada.edits(path, slug="rope-work")).status_code == 200
    assert (await ada.asks("POST", f"{path}/publish", {})).status_code == 201
    answer = await ada.edits(path, slug="knots")
    assert answer.status_code == 409
    assert answer.json()["code"] == "slug_fixed"


async def test_an_edit_after_publishing_waits_for_the_next_release(ada: Author) -> None:
    course = await ada.course()
    lesson = await ada.lesson(course, "One")
    path = f"/api/courses/{course['id']}"
    await ada.asks("POST", f"{path}/publish", {})
    read = (await ada.edits(path)).json()["data"]
    assert (read["isPublished"], read["hasUnpublishedChanges"]) == (True, False)
    await ada.edits(f"/api/lessons/{lesson['id']}", title="Uno")
    read = (await ada.edits(path)).json()["data"]
    assert (read["isPublished"], read["hasUnpublishedChanges"]) == (True, True)


async def test_review_goes_there_and_back_and_editing_goes_on(ada: Author) -> None:
    course = await ada.course()
    path = f"/api/courses/{course['id']}"
    answer = await ada.asks("POST", f"{path}/submit-review")
    assert answer.json()["data"]["status"] == "REVIEW"
    again = await ada.asks("POST", f"{path}/submit-review")
    assert again.status_code == 409
    assert again.json()["code"] == "illegal_status"
    assert (await ada.edits(path, title="Better knots")).status_code == 200
    answer = await ada.asks("POST", f"{path}/return-to-draft")
    assert answer.json()["data"]["status"] == "DRAFT"


async def test_a_published_course_is_not_returned_to_draft_past_unpublishing(ada: Author) -> None:
    course = await ada.course()
    await ada.lesson(course, "One")
    path = f"/api/courses/{course['id']}"
    await ada.asks("POST", f"{path}/publish", {})
    assert (await ada.asks("POST", f"{path}/return-to-draft")).status_code == 409


async def test_nobody_hoards_drafts(school: School, ada: Author) -> None:  # I5
    await ada.course()
    await school.value(
        """
        insert into course (slug, title, description, category, created_by)
        select 'c' || n, 'c', '', 'crafts', $1 from generate_series(1, 199) n returning id
        """,
        ada.id,
    )
    answer = await ada.asks(
        "POST", "/api/courses", {"title": "x", "description": "", "category": "c"}
    )
    assert answer.status_code == 409
    assert answer.json()["code"] == "too_many_unpublished"


async def test_one_key_creates_one_course(school: School, ada: Author) -> None:  # I2
    body = {"title": "Knots", "description": "", "category": "c"}
    first = await ada.asks("POST", "/api/courses", body, idempotency_key="k")
    again = await ada.asks("POST", "/api/courses", body, idempotency_key="k")
    assert again.json() == first.json()
    assert await school.value("select count(*) from course") == 1


async def test_categories_of_drafts_are_nobodys_business(school: School, ada: Author) -> None:
    await ada.course(category="Secret plans")
    open_one = await ada.course(category="Ropes")
    await ada.lesson(open_one, "One")
    await ada.asks("POST", f"/api/courses/{open_one['id']}/publish", {})
    answer = await school.client.get("/api/categories")
    assert answer.json()["data"] == [{"key": "ropes", "name": "Ropes", "courses": 1}]
