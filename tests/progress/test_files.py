"""What learners read of their course's files, by enrollment and release."""

import pytest

from alcuin.catalog.actions import sections
from alcuin.catalog.data.sections import SectionEdit
from alcuin.media import Access, MediaFile
from alcuin.progress import FILES
from tests.progress.classroom import SYSTEM, Classroom, Course, Member


async def shown_in(room: Classroom, course: Course, title: str) -> MediaFile:
    """A picture of the course that this section shows."""
    owner = await room.teacher()
    async with room.database.transaction() as conn:
        file = await conn.one(
            MediaFile,
            """
            insert into media (owner_id, course_id, name, type, bytes, stored_bytes, sha256,
              width, height) values ($1, $2, 'a', 'image/webp', 1, 1, sha256('a'), 9, 9)
            returning *
            """,
            owner.id,
            course.id,
        )
        held = await sections.hold_section(conn, SYSTEM, course.sections[title])
        edit = SectionEdit(image_url=f"/api/media/{file.id}")
        await sections.edit_section(conn, SYSTEM, held, edit)
    return file


async def access(room: Classroom, member: Member, file: MediaFile) -> Access:
    async with room.database.transaction() as conn:
        return await FILES.access(conn, member.person, file)


@pytest.fixture
async def course(room: Classroom) -> Course:
    return await room.course({"Suns": ["Light", "Heat"]}, published=False)


async def test_learners_read_what_the_current_release_shows_whatever_theirs_was(
    room: Classroom, course: Course
) -> None:
    first = await shown_in(room, course, "Light")
    await course.publishes()
    ada = await room.somebody()
    await ada.enrolls(course)
    assert await access(room, ada, first) is Access.PRIVATE

    second = await shown_in(room, course, "Light")
    assert await access(room, ada, second) is Access.NONE
    await course.publishes()  # her row is not counted against this release yet
    assert await access(room, ada, first) is Access.NONE
    assert await access(room, ada, second) is Access.PRIVATE


async def test_who_is_not_enrolled_has_left_or_is_not_verified_reads_nothing(
    room: Classroom, course: Course
) -> None:
    file = await shown_in(room, course, "Light")
    await course.publishes()
    ada, eve = await room.somebody(), await room.somebody("Eve", verified=False)
    assert await access(room, ada, file) is Access.NONE
    await ada.enrolls(course)
    await ada.asks("DELETE", f"/api/courses/{course.id}/enroll")
    assert await access(room, ada, file) is Access.NONE
    await room.value("update course_progress set user_id = $1 returning 1", eve.id)
    await room.value("update course_progress set active = true returning 1")
    assert await access(room, eve, file) is Access.NONE


async def test_learners_of_another_course_read_nothing_of_this_one(
    room: Classroom, course: Course
) -> None:
    file = await shown_in(room, course, "Light")
    await course.publishes()
    other = await room.course({"Moons": ["Tides"]}, title="Moons")
    ada = await room.somebody()
    await ada.enrolls(other)
    assert await access(room, ada, file) is Access.NONE


async def test_an_archived_course_shows_its_files_to_the_enrolled_and_an_unpublished_to_nobody(
    room: Classroom, course: Course
) -> None:
    file = await shown_in(room, course, "Light")
    await course.publishes()
    ada = await room.somebody()
    await ada.enrolls(course)
    await course.archives()
    assert await access(room, ada, file) is Access.PRIVATE
    await course.publishes()
    await course.unpublishes()
    assert await access(room, ada, file) is Access.NONE
