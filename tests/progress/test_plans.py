"""What is asked on a request path reads little, however much there is (issue 2, section 5)."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from alcuin.progress.data.lists import Order, Standing
from alcuin.progress.queries import completing, listing, reading, relations
from tests.progress.classroom import Classroom, Course, Member

LATEST = (datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))
EARLIEST = (datetime(1, 1, 1, tzinfo=UTC), UUID(int=0))


class Crowd:
    """A course that thousands study, among two hundred others that one of them studies."""

    def __init__(self, raw: asyncpg.Connection, course: Course, ada: Member) -> None:
        self.raw, self.course, self.ada = raw, course, ada

    async def reads(self, sql: str, *args: object) -> tuple[int, int, set[str]]:
        """Rows read, rows answered, and tables scanned from end to end."""
        outer = self.raw.transaction()
        await outer.start()
        await self.raw.execute("set local plan_cache_mode = force_generic_plan")
        found = await self.raw.fetchval(f"explain (analyze, format json) {sql}", *args)
        await outer.rollback()
        plan = found[0]["Plan"]
        nodes = [*_nodes(plan)]
        read = sum(_rows(node) for node in nodes if "Relation Name" in node)
        scanned = {n["Relation Name"] for n in nodes if n["Node Type"] == "Seq Scan"}
        return round(read), plan["Actual Rows"], scanned


@pytest.fixture(scope="module")
async def crowd(solo: Any) -> AsyncIterator[Crowd]:
    raw = solo.pool.raw
    outer = raw.transaction()
    await outer.start()
    room = Classroom(solo)
    course = await room.course({f"L{n}": [f"s{n}.{m}" for m in range(6)] for n in range(10)})
    ada = await room.somebody()
    await raw.execute(FILL.format(course=course.id, ada=ada.id))
    await raw.execute("analyze")
    await ada.enrolls(course)
    for title in [*course.sections][:30]:
        await ada.completes(course, title)
    yield Crowd(raw, course, ada)
    await room.client.aclose()
    await outer.rollback()


FILL = """
  create temp table learner on commit drop as
    select gen_random_uuid() as id, n from generate_series(1, 3000) n;
  insert into app_user (id, email, email_key, name, password_hash, email_verified_at)
    select id, n || '@example.org', n || '@example.org', 'L', '-', now() from learner;
  insert into session (user_id, expires_at) select id, now() + interval '1 day' from learner;
  insert into enrollment (user_id, course_id, enrolled_at, withdrawn_at)
    select id, '{course}', now() - n * interval '1 min',
      case when n % 2 = 0 then now() - n * interval '1 s' end from learner;
  insert into course_progress (user_id, course_id, release, units_total, lessons_total, active,
      completed_at, completed_release)
    select id, '{course}', 1, 60, 10, n % 2 <> 0, case when n % 3 = 0 then now() end,
      case when n % 3 = 0 then 1 end from learner;
  insert into lesson_progress (user_id, course_id, lesson_id, sections_done, sections_total)
    select p.id, '{course}', l.lesson_id, 1, 6 from learner p, release_lesson l
    where l.course_id = '{course}' and p.n % 3 = 0;
  insert into section_progress (user_id, course_id, section_id, completed_at)
    select p.id, '{course}', s.section_id, now() from learner p, release_section s
    where s.course_id = '{course}' and p.n % 10 = 0;
  create temp table other on commit drop as
    select gen_random_uuid() as id, n from generate_series(1, 300) n;
  insert into course (id, slug, title, description, category, status, release, open, created_by)
    select o.id, 'other-' || o.n, 'Other', '', c.category, 'PUBLISHED', 1, true, c.created_by
    from other o, course c where c.id = '{course}';
  insert into release (course_id, number, published_by, lessons, sections, units, content_revision)
    select o.id, 1, c.created_by, 1, 20, 20, 1 from other o, course c where c.id = '{course}';
  insert into lesson (course_id, position, title) select id, 1, 'L' from other;
  insert into section (course_id, lesson_id, position, title)
    select course_id, id, m, 's' from lesson, generate_series(1, 20) m
    where course_id <> '{course}';
  insert into release_lesson (lesson_id, release, course_id, position, sections)
    select id, 1, course_id, 1, 20 from lesson where course_id <> '{course}';
  insert into release_section (section_id, release, lesson_id, course_id, position)
    select id, 1, lesson_id, course_id, position from section where course_id <> '{course}';
  insert into listing (course_id, published_at, title, category, difficulty, tags,
      estimated_minutes, title_words, words, card)
    select o.id, now(), 'Other', l.category, l.difficulty, l.tags, 0, l.title_words, l.words, ''
    from other o, listing l where l.course_id = '{course}';
  insert into enrollment (user_id, course_id) select '{ada}', id from other;
  insert into course_progress (user_id, course_id, release, units_total, lessons_total)
    select '{ada}', id, 1, 1, 1 from other;
"""


async def test_completing_a_section_reads_a_few_rows(crowd: Crowd) -> None:
    course, person = crowd.course, crowd.ada.person
    title = [*course.sections][40]
    where = (course.lessons[course.lesson_of[title]], course.sections[title])
    reads = await crowd.reads(
        completing.COMPLETE_SECTION, person.session_id, person.user_id, *where
    )
    _assert_little(reads)
    assert reads[0] < 20


async def test_progress_reads_what_the_learner_did(crowd: Crowd) -> None:
    person = crowd.ada.person
    _assert_little(
        await crowd.reads(reading.READ_COURSE, person.session_id, person.user_id, crowd.course.id)
    )


async def test_a_look_at_a_course_reads_a_few_rows(crowd: Crowd) -> None:
    course, person = crowd.course, crowd.ada.person
    looks = {
        relations.BY_ID: course.id,
        relations.BY_SLUG: course.slug,
        relations.BY_LESSON: course.lessons["L3"],
        relations.BY_SECTION: course.sections["s3.3"],
    }
    for sql, ref in looks.items():
        reads = await crowd.reads(sql, person.session_id, person.user_id, ref)
        _assert_little(reads)
        assert reads[0] < 20


async def test_my_courses_are_read_by_the_page(crowd: Crowd) -> None:
    _assert_little(await crowd.reads(listing.MY_COURSES, crowd.ada.id, *LATEST, 10, 0))


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("standing", Standing)
async def test_students_are_read_by_the_page(
    crowd: Crowd, standing: Standing, order: Order
) -> None:
    start = LATEST if order is Order.NEWEST else EARLIEST
    reads = await crowd.reads(listing.STUDENTS[standing, order], crowd.course.id, *start, 100, 0)
    assert reads[1] == 100
    _assert_little(reads)


def _assert_little(reads: tuple[int, int, set[str]]) -> None:
    """At most 200 rows and two for each answered, and no table from end to end."""
    read, answered, scanned = reads
    assert scanned == set()
    assert read <= 200 + 2 * answered


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from _nodes(child)


def _rows(node: dict[str, Any]) -> float:
    """Rows that a scan touched, those it threw away among them."""
    thrown = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    rows: float = (node["Actual Rows"] + thrown) * node["Actual Loops"]
    return rows
