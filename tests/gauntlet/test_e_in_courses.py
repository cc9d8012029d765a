"""GAUNTLET A13 and E10: files by way of the courses that show them."""

from typing import Any

from alcuin.kit.actor import Role
from tests.matrix.campus import Campus, Course, Visitor
from tests.media.samples import photo

ANY = {"if-match": "*"}
PNG = {"content-type": "image/png"}


async def uploaded(person: Visitor, course: Course, name: str = "a.png") -> str:
    answer = await person.asks(
        "POST", f"/api/media?name={name}&course={course.id}", content=photo("PNG"), headers=PNG
    )
    assert answer.status_code == 201, answer.text
    url: str = answer.json()["data"]["url"]
    return url


async def edit(person: Visitor, path: str, **fields: Any) -> int:
    return (await person.asks("PATCH", path, json=fields, headers=ANY)).status_code


async def publish(person: Visitor, course: Course) -> list[str]:
    """What was rendered otherwise than written."""
    done = await person.does("POST", f"/api/courses/{course.id}/publish", json={})
    return [note["detail"] for note in done["notes"]]


async def status(person: Visitor, url: str) -> int:
    return (await person.asks("GET", url)).status_code


async def test_a13_no_author_opens_anothers_file_by_showing_it(campus: Campus) -> None:
    ada = await campus.somebody("ada", Role.INSTRUCTOR)
    eve = await campus.somebody("eve", Role.INSTRUCTOR)
    hers, own = await campus.course(ada), await campus.course(eve, "Moons")
    secret = await uploaded(ada, hers)
    section = f"/api/sections/{own.section_id}"

    assert await edit(eve, f"/api/courses/{own.id}", thumbnail=secret) == 422
    assert await edit(eve, section, imageUrl=secret) == 422
    assert await edit(eve, section, videoUrl=secret) == 422
    words = f'![a]({secret}) <img src="{secret}"> [b]({secret}) [c](/api//media/..{secret})'
    assert await edit(eve, section, content=words, preview=True) == 200
    assert f"not shown: {secret}" in await publish(eve, own)

    learner = await campus.somebody("learner")
    await learner.does("POST", f"/api/courses/{own.id}/enroll")
    for person in (eve, learner, campus.nobody()):
        assert await status(person, secret) == 404
    refused = await eve.asks("DELETE", secret)
    assert (refused.status_code, refused.json()["code"]) == (404, "media_not_found")
    assert await status(ada, secret) == 200


async def test_a13_everybody_reads_the_outlines_pictures_and_learners_the_others(
    campus: Campus,
) -> None:
    ada, learner = await campus.somebody("ada", Role.INSTRUCTOR), await campus.somebody("learner")
    stranger, nobody = await campus.somebody("stranger"), campus.nobody()
    course = await campus.course(ada)
    cover, teaser, plate, unused = [await uploaded(ada, course) for _ in range(4)]
    await edit(ada, f"/api/courses/{course.id}", thumbnail=cover)
    await edit(ada, f"/api/sections/{course.section_id}", content=f"![a]({teaser})", preview=True)
    await edit(ada, f"/api/sections/{course.other_section_id}", content=f"![b]({plate})")
    assert await publish(ada, course) == []
    await learner.does("POST", f"/api/courses/{course.id}/enroll")

    by_person = {
        person: [await status(person, url) for url in (cover, teaser, plate, unused)]
        for person in (nobody, stranger, learner, ada)
    }

    assert by_person == {
        nobody: [200, 200, 404, 404],
        stranger: [200, 200, 404, 404],
        learner: [200, 200, 200, 404],
        ada: [200, 200, 200, 200],
    }
    used = await ada.asks("DELETE", plate)
    assert (used.status_code, used.json()["code"]) == (409, "media_in_use")
    assert (await ada.asks("DELETE", unused)).status_code == 200


async def test_e10_leaving_a_course_and_closing_it_ends_the_reading_of_its_files(
    campus: Campus,
) -> None:
    ada, learner = await campus.somebody("ada", Role.INSTRUCTOR), await campus.somebody("learner")
    stranger = await campus.somebody("stranger")
    course = await campus.course(ada)
    cover, plate = await uploaded(ada, course), await uploaded(ada, course)
    await edit(ada, f"/api/courses/{course.id}", thumbnail=cover)
    await edit(ada, f"/api/sections/{course.section_id}", imageUrl=plate)
    await publish(ada, course)
    enroll = f"/api/courses/{course.id}/enroll"
    await learner.does("POST", enroll)

    async def seen(person: Visitor) -> tuple[int, int]:
        return await status(person, cover), await status(person, plate)

    assert await seen(learner) == (200, 200)
    await learner.does("DELETE", enroll)
    assert await seen(learner) == (200, 404)  # as everybody: the course is still published
    await learner.does("POST", enroll)
    await ada.does("POST", f"/api/courses/{course.id}/archive")
    assert await seen(learner) == (200, 200)
    assert await seen(stranger) == (404, 404)
    await publish(ada, course)
    await ada.does("POST", f"/api/courses/{course.id}/unpublish")
    assert await seen(learner) == (404, 404)
    assert await seen(ada) == (200, 200)
    await ada.does("DELETE", f"/api/courses/{course.id}")
    assert await seen(ada) == (404, 404)


async def test_e10_what_the_current_release_shows_no_more_is_not_read_any_more(
    campus: Campus,
) -> None:
    ada, learner = await campus.somebody("ada", Role.INSTRUCTOR), await campus.somebody("learner")
    course = await campus.course(ada)
    plate = await uploaded(ada, course)
    section = f"/api/sections/{course.section_id}"
    await edit(ada, section, imageUrl=plate)
    await publish(ada, course)
    await learner.does("POST", f"/api/courses/{course.id}/enroll")
    await edit(ada, section, imageUrl=None)
    assert await status(learner, plate) == 200  # the working copy is not what learners read
    await publish(ada, course)
    assert await status(learner, plate) == 404
    assert await status(ada, plate) == 200
