"""The whole application on a free port, with people, courses and files that can be found."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import uvicorn

from alcuin.kit.db import Database
from tests.matrix.campus import PASSWORD, Campus, Course, address
from tests.matrix.cast import Cast, assemble

COURSES = 12
"""Published ones beside those of the cast: much of what is tried takes one away."""


class Grounds(msgspec.Struct, frozen=True):
    """What whoever tries it is told: where, as whom, and what is there to be found."""

    url: str
    sign_ins: dict[str, dict[str, str]]
    """What each person signs in with, from a known device: guesses that are made up lock none of
    them out."""

    seeds: dict[str, list[str]]
    """Values of parameters, by their names."""


@asynccontextmanager
async def served(database: Database) -> AsyncIterator[tuple[Campus, Grounds]]:
    """Serve until the block ends."""
    campus = Campus(database)
    cast = await assemble(campus)
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        # The protocol is named: without it asyncio leaves Nagle's algorithm on, 40 ms an answer.
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(_config(campus))
        async with asyncio.TaskGroup() as group:
            group.create_task(server.serve(sockets=[listening]))
            try:
                yield campus, await _told(cast, listening.getsockname()[1])
            finally:
                server.should_exit = True


async def _told(cast: Cast, port: int) -> Grounds:
    more = [await _published(cast, f"Course {number}") for number in range(COURSES)]
    courses = [*cast.courses.values(), *more]
    return Grounds(
        url=f"http://localhost:{port}",
        sign_ins={name: _sign_in(cast, name) for name in cast.people},
        seeds=_seeds(cast, courses) | {"media_id": await _files(cast, courses[-1])},
    )


def _sign_in(cast: Cast, name: str) -> dict[str, str]:
    device = cast.campus.parts.signer.device(cast.people[name].id)
    return {"email": address(name), "password": PASSWORD, "deviceToken": device}


async def _published(cast: Cast, title: str) -> Course:
    owner = cast.people["owner"]
    course = await cast.campus.course(owner, title)
    await owner.does("POST", f"/api/courses/{course.id}/publish", json={})
    await cast.people["enrolled"].does("POST", f"/api/courses/{course.id}/enroll")
    return course


async def _files(cast: Cast, course: Course) -> list[str]:
    """Some of a person, and some of a course."""
    owner, plain = cast.people["owner"], {"content-type": "text/plain"}
    asked = [{"name": "a.txt"}, {"name": "b.txt", "course": course.id}] * 3
    stored = [
        await owner.does("POST", "/api/media", params=each, content=b"words", headers=plain)
        for each in asked
    ]
    return [each["id"] for each in stored]


def _seeds(cast: Cast, courses: list[Course]) -> dict[str, list[str]]:
    return {
        "course": [course.id for course in courses],
        "lesson_id": [one for c in courses for one in (c.lesson_id, c.empty_lesson_id)],
        "section_id": [one for c in courses for one in (c.section_id, c.other_section_id)],
        "user_id": [str(each.id) for each in (cast.bystander, cast.colleague)],
        "session_id": [str(each.spare_session_id) for each in cast.people.values()],
        "number": ["1", "2"],
        "notice_id": [str(each.notice_id) for each in cast.people.values()],
        "token": [cast.campus.parts.signer.unsubscribe(cast.bystander.id, "ENROLLED")],
    }


def _config(campus: Campus) -> uvicorn.Config:
    return uvicorn.Config(
        campus.app,
        ws="none",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
