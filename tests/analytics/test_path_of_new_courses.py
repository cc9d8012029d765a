"""New courses of the learning path, against an oracle that looks at the whole catalog."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from random import Random
from uuid import UUID

import msgspec
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.analytics.paths import PATH
from tests.progress.classroom import Classroom, Member

LEVELS = ("BEGINNER", "INTERMEDIATE", "ADVANCED")
CATEGORIES = ("a", "b", "c", "d", "e")
FEW = 3
A_FEW = settings(
    max_examples=100,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
"""Each example has a learner and a catalog of its own."""


class Made(msgspec.Struct, frozen=True):
    """A course, and what the learner has to do with it; `hour` of publishing, often the same."""

    id: UUID
    category: str
    level: int
    hour: int
    listed: bool
    closed: bool
    known: bool
    completed: int | None

    @property
    def is_new(self) -> bool:
        return self.listed and not self.closed and not self.known


class Field(msgspec.Struct, frozen=True):
    """A category in which something was completed."""

    courses: int
    last: int
    category: str
    reached: int


def _suggested(made: Sequence[Made]) -> list[tuple[str, UUID]]:
    """What the path must be."""
    new = sorted((each for each in made if each.is_new), key=_newest)
    fields = _fields(made)
    if not fields:
        return [("FIRST_STEPS", each.id) for each in new if each.level == 0][:FEW]
    found = [
        (reason, each.id)
        for reason, step in (("NEXT_DIFFICULTY", 1), ("SAME_DIFFICULTY", 0))
        for field in fields
        for each in _within(new, field, field.reached + step)
    ]
    reached = fields[0].reached
    elsewhere = sorted(
        (each for each in new if each.category not in {field.category for field in fields}),
        key=lambda each: (abs(each.level - reached), each.level, *_newest(each)),
    )
    room = max(0, FEW - len(found))
    return [*found, *(("OTHER_CATEGORY", each.id) for each in elsewhere[:room])]


def _newest(each: Made) -> tuple[int, int]:
    return -each.hour, -each.id.int


def _within(new: Iterable[Made], field: Field, level: int) -> list[Made]:
    return [each for each in new if (each.category, each.level) == (field.category, level)][:FEW]


def _fields(made: Iterable[Made]) -> list[Field]:
    """The three in which most was completed, then last."""
    by_category = defaultdict[str, list[Made]](list)
    for each in made:
        if each.completed is not None:
            by_category[each.category].append(each)
    found = [
        Field(len(them), max(each.completed or 0 for each in them), category, _reached(them))
        for category, them in by_category.items()
    ]
    return sorted(found, key=lambda field: (-field.courses, -field.last, field.category))[:FEW]


def _reached(them: Iterable[Made]) -> int:
    return max(each.level for each in them)


def _made(rng: Random, n: int, studied: Sequence[str]) -> Made:
    """Of what the learner studies most is completed, so that there is often little left of it."""
    category = rng.choice(CATEGORIES)
    completed = n if category in studied and rng.random() < 0.8 else None
    return Made(
        id=UUID(int=rng.getrandbits(128)),
        category=category,
        level=rng.randrange(3),
        hour=rng.randrange(4),
        listed=rng.random() < 0.9,
        closed=rng.random() < 0.1,
        known=completed is not None or rng.random() < 0.1,
        completed=completed,
    )


async def _written(room: Classroom, who: Member, made: Sequence[Made]) -> None:
    """The catalog that the learner finds; courses of another example are listed no more."""
    rows = msgspec.json.encode([{**msgspec.to_builtins(each)} for each in made]).decode()
    await room.value(
        """
        with gone as (delete from listing returning 1),
        m as (
          select * from jsonb_to_recordset($2::text::jsonb) as x(id uuid, category text, level int,
            hour int, listed bool, closed bool, known bool, completed int)),
        k as (
          insert into category (key, name) select distinct category, category from m
          on conflict do nothing),
        c as (
          insert into course (id, slug, title, description, category, difficulty, status, release,
            open, created_by)
          select id, 'c-' || id, 'T', '', category, ($3::text[])[level + 1], 'PUBLISHED', 1,
            true, $1 from m),
        t as (insert into enrollment_terms (course_id, closes_at)
          select id, kit_now() from m where closed),
        p as (
          insert into course_progress (user_id, course_id, release, active, units_total,
            lessons_total, completed_at)
          select $1, id, 1, false, 1, 1, kit_now() + completed * interval '1 minute'
          from m where known)
        select count(*) from gone
        """,
        who.id,
        rows,
        list(LEVELS),
    )
    await room.value(
        """
        insert into listing (course_id, published_at, title, category, difficulty, tags,
          estimated_minutes, title_words, words, card)
        select x.id, kit_now() + x.hour * interval '1 hour', 'T', x.category,
          ($2::text[])[x.level + 1], '{}', 0, '', '', '{}'
        from jsonb_to_recordset($1::text::jsonb) as x(id uuid, category text, level int, hour int,
          listed bool)
        where x.listed returning 1
        """,
        rows,
        list(LEVELS),
    )


@A_FEW
@given(seed=st.integers(0, 10_000))
async def test_new_courses_are_what_the_oracle_finds_in_the_whole_catalog(
    room: Classroom, seed: int
) -> None:
    rng = Random(seed)  # noqa: S311  repeatable, not secret
    who = await room.somebody()
    studied = rng.sample(CATEGORIES, rng.randrange(len(CATEGORIES)))
    made = [_made(rng, n, studied) for n in range(rng.randrange(20))]
    await _written(room, who, made)
    path = (await who.sees(PATH))["suggestions"]
    assert [(each["reason"], UUID(each["courseId"])) for each in path] == _suggested(made)
