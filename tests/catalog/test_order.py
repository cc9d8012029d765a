"""Order is a permutation of 1 to n, whatever authors do."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alcuin.catalog import NewLesson, NewSection, add_lesson, add_section, create_course
from alcuin.catalog.actions.lessons import delete_lesson, edit_lesson, hold_lesson, move_lesson
from alcuin.catalog.actions.sections import delete_section, move_section
from alcuin.catalog.data.courses import NewCourse
from alcuin.catalog.data.lessons import LessonEdit
from alcuin.kit.actor import Person, Role
from alcuin.kit.db import Conn
from tests.catalog.school import School

places = st.integers(1, 9)
which = st.integers(0, 99)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("add lesson"), places),
        st.tuples(st.just("move lesson"), which, places),
        st.tuples(st.just("edit lesson"), which, places),
        st.tuples(st.just("delete lesson"), which),
        st.tuples(st.just("add section"), which, places),
        st.tuples(st.just("move section"), which, which, places),
        st.tuples(st.just("delete section"), which),
    ),
    max_size=25,
)

BEGINNING = [("add lesson", 1)] * 3 + [("add section", number, 1) for number in range(9)]
"""Three lessons with three sections each, so that every act has something to act on."""


class Model:
    """What the course must look like: lists in Python."""

    def __init__(self) -> None:
        self.lessons: list[UUID] = []
        self.sections: dict[UUID, list[UUID]] = {}

    def lesson(self, number: int) -> UUID | None:
        return self.lessons[number % len(self.lessons)] if self.lessons else None

    def section(self, number: int) -> tuple[UUID, UUID] | None:
        every = [(lesson, one) for lesson in self.lessons for one in self.sections[lesson]]
        return every[number % len(every)] if every else None


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=acts)
async def test_any_history_leaves_the_order_that_lists_would_have(
    conn: Conn, history: list[tuple[object, ...]]
) -> None:
    person = await _person(conn)
    course = await create_course(
        conn, person, NewCourse(title="Knots", description="", category="Crafts")
    )
    model = Model()
    for act, *args in [*BEGINNING, *history]:
        await _ACTS[str(act)](conn, person, course.id, model, *args)
    await conn.raw.execute("set constraints all immediate")
    await conn.raw.execute("set constraints all deferred")
    rows = await conn.raw.fetch(
        """
        select l.id, l.position, array(
          select row(s.id, s.position) from section s
          where s.lesson_id = l.id order by s.position) as sections
        from lesson l where course_id = $1 order by position
        """,
        course.id,
    )
    assert [row["position"] for row in rows] == [*range(1, len(rows) + 1)]
    assert [row["id"] for row in rows] == model.lessons
    for row in rows:
        wanted = [(one, place) for place, one in enumerate(model.sections[row["id"]], 1)]
        assert [tuple(one) for one in row["sections"]] == wanted


async def _person(conn: Conn) -> Person:
    user_id = await conn.value(
        UUID,
        """
        insert into app_user (email, email_key, name, role, password_hash)
        values ('ada@example.org', uuidv7()::text, 'Ada', 'ADMIN', '-') returning id
        """,
    )
    assert user_id
    return Person(user_id, user_id, Role.ADMIN, True, "UTC", "en")


async def _add_lesson(conn: Conn, person: Person, course: UUID, model: Model, place: int) -> None:
    added = await add_lesson(conn, person, course, NewLesson(title="l", order=place))
    model.lessons.insert(place - 1, added.id)
    model.sections[added.id] = []


async def _move_lesson(
    conn: Conn, person: Person, _: UUID, model: Model, number: int, place: int
) -> None:
    if lesson := model.lesson(number):
        await move_lesson(conn, person, lesson, place)
        model.lessons.remove(lesson)
        model.lessons.insert(place - 1, lesson)


async def _edit_lesson(
    conn: Conn, person: Person, _: UUID, model: Model, number: int, place: int
) -> None:
    if lesson := model.lesson(number):
        held = await hold_lesson(conn, person, lesson)
        await edit_lesson(conn, person, held, LessonEdit(order=place, title="edited"))
        model.lessons.remove(lesson)
        model.lessons.insert(place - 1, lesson)


async def _delete_lesson(conn: Conn, person: Person, _: UUID, model: Model, number: int) -> None:
    if lesson := model.lesson(number):
        await delete_lesson(conn, person, lesson)
        model.lessons.remove(lesson)


async def _add_section(
    conn: Conn, person: Person, _: UUID, model: Model, number: int, place: int
) -> None:
    if lesson := model.lesson(number):
        added = await add_section(conn, person, lesson, NewSection(title="s", order=place))
        model.sections[lesson].insert(place - 1, added.id)


async def _move_section(  # noqa: PLR0917  what every act takes, and three numbers
    conn: Conn, person: Person, _: UUID, model: Model, number: int, to: int, place: int
) -> None:
    found, target = model.section(number), model.lesson(to)
    if found and target:
        source, section = found
        await move_section(conn, person, section, lesson_id=target, order=place)
        model.sections[source].remove(section)
        model.sections[target].insert(place - 1, section)


async def _delete_section(conn: Conn, person: Person, _: UUID, model: Model, number: int) -> None:
    if found := model.section(number):
        lesson, section = found
        await delete_section(conn, person, section)
        model.sections[lesson].remove(section)


_ACTS: dict[str, Callable[..., Awaitable[None]]] = {
    "add lesson": _add_lesson,
    "move lesson": _move_lesson,
    "edit lesson": _edit_lesson,
    "delete lesson": _delete_lesson,
    "add section": _add_section,
    "move section": _move_section,
    "delete section": _delete_section,
}


async def test_authors_who_work_at_once_leave_a_permutation(busy_school: School) -> None:
    ada = await busy_school.somebody()
    course = await ada.course()
    lessons = [await ada.lesson(course, f"l{n}") for n in range(6)]
    sections = [await ada.section(lesson, "s") for lesson in lessons for _ in range(2)]
    dice = random.Random(20_261)  # noqa: S311  a game of chance
    asked = []
    for section in sections:
        target = dice.choice(lessons)["id"]
        body = {"lessonId": target, "order": dice.randint(1, 4)}
        asked.append(ada.asks("POST", f"/api/sections/{section['id']}/move", body))
    for lesson in lessons:
        body = {"order": dice.randint(1, 6)}
        asked.append(ada.asks("POST", f"/api/lessons/{lesson['id']}/move", body))
        asked.append(ada.asks("POST", f"/api/lessons/{lesson['id']}/sections", {"title": "new"}))
    asked.append(ada.asks("DELETE", f"/api/lessons/{lessons[0]['id']}"))
    dice.shuffle(asked)
    answers = await asyncio.gather(*asked)
    # What stood in the deleted lesson, or was to go there, is not found or not allowed any more.
    assert {answer.status_code for answer in answers} <= {200, 201, 404, 422}
    found = await busy_school.titles(course)
    assert len(found) == 5
