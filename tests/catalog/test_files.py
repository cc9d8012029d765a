"""Files of ours in courses: which may be named, what a release shows of them, and who reads it."""

from typing import Any
from uuid import UUID

import pytest

from alcuin.catalog import CourseFiles
from alcuin.catalog.actions.trash import purge_next
from alcuin.kit.actor import Anonymous, Person, Role, Visitor
from alcuin.kit.db import Conn
from alcuin.media import Access, MediaFile, MediaInUse
from tests.catalog.school import Author, School

FILES = CourseFiles()


async def found(conn: Conn, address: str) -> MediaFile:
    return await conn.one(
        MediaFile, "select * from media where id = $1", UUID(address.rpartition("/")[2])
    )


async def access(conn: Conn, somebody: Author | None, address: str) -> Access:
    visitor: Visitor = await person(conn, somebody) if somebody else Anonymous()
    return await FILES.access(conn, visitor, await found(conn, address))


async def person(conn: Conn, somebody: Author) -> Person:
    return await conn.one(
        Person,
        """
        select id as user_id, id as session_id, role, email_verified_at is not null as verified,
          time_zone, language
        from app_user where id = $1
        """,
        somebody.id,
    )


async def shown(conn: Conn, course: dict[str, Any]) -> dict[str, str]:
    """Audience by address of the newest release."""
    rows = await conn.raw.fetch(
        """
        select media_id, audience from release_media r join course c on c.id = r.course_id
        where c.id = $1 and r.release = c.release
        """,
        UUID(course["id"]),
    )
    return {f"/api/media/{row['media_id']}": row["audience"] for row in rows}


# --------------------------------------------------------------------------- naming files


async def test_a_course_shows_files_of_its_own_space(ada: Author) -> None:
    course = await ada.course()
    own = await ada.file(course)
    saved = await ada.edits(f"/api/courses/{course['id']}", thumbnail=own)
    assert saved.json()["data"]["thumbnail"] == own
    section = await ada.section(await ada.lesson(course, "Loops"), "Bowline", imageUrl=own)
    assert section["imageUrl"] == own


async def test_nobody_shows_a_file_of_another_space_by_naming_it(
    school: School, ada: Author
) -> None:
    """Neither another author's, nor one's own of elsewhere, nor one that is not there."""
    course, bob = await ada.course(), await school.somebody()
    lesson = await ada.lesson(course, "Loops")
    section = await ada.section(lesson, "Bowline")
    others = [
        await bob.file(await bob.course("Sails")),
        await ada.file(await ada.course("Ropes")),
        await ada.file(None),
        "/api/media/0198f2a0-0000-7000-8000-000000000000",
    ]
    for address in others:
        for answer, pointer in (
            (await ada.edits(f"/api/courses/{course['id']}", thumbnail=address), "/thumbnail"),
            (await ada.edits(f"/api/sections/{section['id']}", imageUrl=address), "/imageUrl"),
            (await ada.edits(f"/api/sections/{section['id']}", videoUrl=address), "/videoUrl"),
            (
                await ada.asks(
                    "POST",
                    f"/api/lessons/{lesson['id']}/sections",
                    {"title": "x", "imageUrl": address},
                ),
                "/imageUrl",
            ),
        ):
            assert answer.status_code == 422
            assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [
                (pointer, "unknown")
            ]


async def test_a_new_course_can_name_no_file_as_it_has_none(ada: Author) -> None:
    body = {"title": "x", "description": "", "category": "c"}
    body["thumbnail"] = await ada.file(await ada.course())
    answer = await ada.asks("POST", "/api/courses", body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/thumbnail")


async def test_a_picture_must_be_one(ada: Author) -> None:
    course = await ada.course()
    text = await ada.file(course, width=None)
    answer = await ada.edits(f"/api/courses/{course['id']}", thumbnail=text)
    assert answer.json()["errors"][0]["code"] == "not_an_image"


# ------------------------------------------------------------------------------ publishing


async def test_a_release_knows_what_it_shows_to_whom(ada: Author, conn: Conn) -> None:
    course = await ada.course()
    cover, teaser, chart, plate, both, unused, handout = [
        await ada.file(course, width) for width in (800, 800, 800, 800, 800, 800, None)
    ]
    lesson = await ada.lesson(course, "Loops")
    await ada.edits(f"/api/courses/{course['id']}", thumbnail=cover)
    await ada.section(lesson, "A", preview=True, content=f"![a]({teaser}) ![b]({both})")
    await ada.section(
        lesson, "B", imageUrl=plate, content=f"![c]({chart}) ![b]({both}) [h]({handout}#page=2)"
    )

    assert await ada.publishes(course) == []

    public, learners = dict.fromkeys([cover, teaser, both], "PUBLIC"), [chart, plate, handout]
    assert await shown(conn, course) == public | dict.fromkeys(learners, "LEARNER")
    assert unused not in await shown(conn, course)


async def test_an_image_of_another_course_is_not_shown_and_the_author_is_told(
    school: School, ada: Author, conn: Conn
) -> None:
    course, bob = await ada.course(), await school.somebody()
    theirs = await bob.file(await bob.course("Sails"))
    await ada.section(await ada.lesson(course, "Loops"), "A", content=f"![a knot]({theirs})")

    assert await ada.publishes(course) == [("image", f"not shown: {theirs}")]

    assert await shown(conn, course) == {}
    body = await school.value(
        "select convert_from(body, 'UTF8') from release_body where audience = 'LEARNER'"
    )
    assert theirs not in body.replace(f'"source":"![a knot]({theirs})"', "")
    assert "a knot" in body


async def test_a_withdrawn_release_shows_no_file(ada: Author, conn: Conn) -> None:
    course = await ada.course()
    address = await ada.file(course)
    section = await ada.section(await ada.lesson(course, "Loops"), "A", imageUrl=address)
    await ada.publishes(course)
    await ada.edits(f"/api/sections/{section['id']}", imageUrl=None)
    await ada.publishes(course)
    with pytest.raises(MediaInUse):
        await FILES.require_unused(conn, await found(conn, address))
    await ada.asks("POST", f"/api/courses/{course['id']}/releases/1/withdraw")
    await FILES.require_unused(conn, await found(conn, address))


@pytest.mark.parametrize("field", ["thumbnail", "imageUrl", "videoUrl", "content"])
async def test_a_file_that_the_working_copy_names_stays(
    ada: Author, conn: Conn, field: str
) -> None:
    course = await ada.course()
    address = await ada.file(course)
    section = await ada.section(await ada.lesson(course, "Loops"), "A")
    await FILES.require_unused(conn, await found(conn, address))
    where = f"/api/courses/{course['id']}"
    if field != "thumbnail":
        where = f"/api/sections/{section['id']}"
    value = f"See ![it]({address.upper().replace('/API/MEDIA', '/api/media')})."
    await ada.edits(where, **{field: value if field == "content" else address})
    with pytest.raises(MediaInUse):
        await FILES.require_unused(conn, await found(conn, address))


# --------------------------------------------------------------------------------- reading


async def test_everybody_reads_what_outline_and_previews_show_while_it_is_published(
    school: School, ada: Author, conn: Conn
) -> None:
    course = await ada.course()
    cover, plate = await ada.file(course), await ada.file(course)
    await ada.edits(f"/api/courses/{course['id']}", thumbnail=cover)
    await ada.section(await ada.lesson(course, "Loops"), "A", imageUrl=plate)
    stranger = await school.somebody(Role.STUDENT)
    assert await access(conn, None, cover) is Access.NONE

    await ada.publishes(course)
    assert await access(conn, None, cover) is Access.PUBLIC
    assert await access(conn, stranger, cover) is Access.PUBLIC
    assert await access(conn, None, plate) is Access.NONE
    assert await access(conn, stranger, plate) is Access.NONE

    await ada.asks("POST", f"/api/courses/{course['id']}/archive")
    assert await access(conn, stranger, cover) is Access.NONE
    await ada.publishes(course)
    await ada.asks("POST", f"/api/courses/{course['id']}/unpublish")
    assert await access(conn, stranger, cover) is Access.NONE


async def test_the_staff_reads_every_file_of_the_course_and_no_other(
    school: School, ada: Author, conn: Conn
) -> None:
    course, bob = await ada.course(), await school.somebody()
    cat, admin = await school.somebody(Role.STUDENT), await school.somebody(Role.ADMIN)
    unused = await ada.file(course)
    await ada.asks("PUT", f"/api/courses/{course['id']}/staff/{cat.id}", {"role": "ASSISTANT"})
    for somebody, may in ((ada, True), (cat, True), (admin, True), (bob, False)):
        wanted = Access.PRIVATE if may else Access.NONE
        assert await access(conn, somebody, unused) is wanted
    await conn.raw.execute("update app_user set email_verified_at = null where id = $1", cat.id)
    assert await access(conn, cat, unused) is Access.NONE


async def test_a_course_in_the_trash_shows_its_files_to_nobody(ada: Author, conn: Conn) -> None:
    course = await ada.course()
    address = await ada.file(course)
    await ada.asks("DELETE", f"/api/courses/{course['id']}")
    assert await access(conn, ada, address) is Access.NONE


async def test_a_course_deleted_for_good_takes_its_files_along(
    school: School, ada: Author, conn: Conn
) -> None:
    course = await ada.course()
    address, personal = await ada.file(course), await ada.file(None)
    await ada.section(await ada.lesson(course, "Loops"), "A", imageUrl=address)
    await ada.publishes(course)
    await ada.asks("DELETE", f"/api/courses/{course['id']}")
    await conn.raw.execute("update course set trashed_at = kit_now() - interval '31 days'")

    assert await purge_next(conn, []) == UUID(course["id"])

    kept = await conn.raw.fetchval("select array_agg('/api/media/' || id) from media")
    assert kept == [personal]
    assert await school.value("select count(*) from media_removal") == 1
