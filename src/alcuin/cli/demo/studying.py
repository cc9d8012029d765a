"""Learners of the demo do what learners do: sign in, enroll, complete sections, sign out."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from alcuin.activity import Activity, Claim, credit_time
from alcuin.app.parts import Parts
from alcuin.catalog import CourseForStaff, find_course
from alcuin.cli.demo.cast import Character, Study
from alcuin.cli.demo.queries import go_back
from alcuin.enrollment import enroll
from alcuin.identity import SessionDoorkeeper, SignIn, Visit, prove, sign_out, start_session
from alcuin.kit.actor import Person, System
from alcuin.kit.problems import NotFound
from alcuin.progress import LEARNERS, complete_section

VISIT = Visit(address="127.0.0.1", user_agent="alcuin demo")
ACTOR = System("alcuin demo")


async def study(parts: Parts, character: Character, password: str) -> None:
    """Study every course of this person as far as they have come."""
    person = await _signed_in(parts, character.email, password)
    for one in character.studies:
        await _study_one(parts, person, one, character)
    for ago in character.days:
        await _spend_time(parts, person, character.studies[0].course, ago)
    async with parts.database.transaction() as conn:
        await sign_out(conn, person)


async def _signed_in(parts: Parts, email: str, password: str) -> Person:
    said = SignIn(email=email, password=password)
    proven = await prove(parts.database, parts.hasher, parts.signer, said, VISIT)
    async with parts.database.transaction() as conn:
        signed_in = await start_session(conn, parts.signer, proven, VISIT)
        door = SessionDoorkeeper(parts.signer)
        return await door.person(conn, door.claims(signed_in.tokens.access_token))


async def _study_one(parts: Parts, person: Person, one: Study, character: Character) -> None:
    """Enroll on the day of joining, then as many sections on each day as on any other."""
    async with parts.database.transaction() as conn:
        await go_back(conn, timedelta(days=character.since))
        await enroll(conn, person, one.course, LEARNERS)
    sections = _sections(await _course(parts, one.course))
    done = sections[: len(sections) * one.percent // 100]
    days = sorted(character.days, reverse=True)
    for at, (lesson_id, section_id) in enumerate(done):
        async with parts.database.transaction() as conn:
            await go_back(conn, timedelta(days=days[at * len(days) // len(done)]))
            await complete_section(
                conn,
                session_id=person.session_id,
                user_id=person.user_id,
                lesson_id=lesson_id,
                section_id=section_id,
            )


async def _spend_time(parts: Parts, person: Person, ref: str, days: int) -> None:
    """Some time on a section, so many days ago: a little more, a little less."""
    course, ago = await _course(parts, ref), timedelta(days=days)
    sections = _sections(course)
    lesson_id, section_id = sections[days % len(sections)]
    until = datetime.now(UTC) - ago - timedelta(minutes=1)
    claim = Claim(
        started_at=until - timedelta(minutes=15 + days * 7 % 20),
        ended_at=until,
        activity=list(Activity)[days % len(Activity)],
        course_id=course.id,
        lesson_id=lesson_id,
        section_id=section_id,
    )
    async with parts.database.transaction() as conn:
        await go_back(conn, ago)
        await credit_time(conn, session_id=person.session_id, user_id=person.user_id, claim=claim)


async def _course(parts: Parts, ref: str) -> CourseForStaff:
    async with parts.database.transaction() as conn:
        found = await find_course(conn, ACTOR, ref)
    if found is None:
        raise NotFound
    return found


def _sections(course: CourseForStaff) -> list[tuple[UUID, UUID]]:
    """Lesson and section in the order of the course."""
    return [(lesson.id, each.id) for lesson in course.lessons for each in lesson.sections]
