"""The streak of a week, wherever the projection of streaks may be meanwhile."""

from datetime import date, timedelta
from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from alcuin.activity import TIME_CREDITED
from alcuin.kit.events import Event, Recorded, prepare_readers, record
from alcuin.kit.events.readers import take
from tests.achievements.earning import events_of, keys, reacted
from tests.activity.days import PROJECTIONS, digest
from tests.progress.classroom import Classroom, Member

MONDAY = date(2026, 5, 4)
QUICK = settings(
    max_examples=30,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


SOME_OF_NINE = st.tuples(st.permutations(range(9)), st.integers(6, 9)).map(
    lambda drawn: list(drawn[0][: drawn[1]])
)
"""Days in any order: a week in a row as often as not."""


async def _active(room: Classroom, who: Member, *days: int, by_release: bool = False) -> None:
    async with room.database.transaction() as conn:
        for day in days:
            time: dict[str, object] = {"seconds": 60, "activity": "READING"}
            await record(
                conn,
                Event(
                    kind="CourseCompleted" if by_release else TIME_CREDITED,
                    user_id=who.id,
                    time_zone="UTC",
                    local_on=MONDAY + timedelta(days=day),
                    data={"by": "release"} if by_release else time,
                ),
            )


def _longest(days: set[int]) -> int:
    runs = [0]
    for day in sorted(days):
        runs.append(runs[-1] + 1 if day - 1 in days else 1)
    return max(runs)


async def _projected(room: Classroom, events: list[Recorded]) -> None:
    await prepare_readers(room.database, PROJECTIONS)
    async with room.database.transaction() as conn:
        for reader in PROJECTIONS:
            await take(conn, reader, 1, events)


@QUICK
@given(
    days=SOME_OF_NINE,
    begins=st.integers(0, 9),
    seed=st.integers(0, 10_000),
)
async def test_a_week_is_unlocked_however_far_behind_the_projection_is(
    room: Classroom, days: list[int], begins: int, seed: int
) -> None:
    """What came before this room began to read only the projection has seen, of the rest any."""
    rng = Random(seed)  # noqa: S311  repeatable, not secret
    ada = await room.somebody()
    await _active(room, ada, *days)
    events = [event for event in await events_of(room) if event.user_id == ada.id]
    await _projected(room, events[:begins])
    rest = events[begins:]
    rng.shuffle(rest)
    while rest:
        if rng.random() < 0.3:
            await _projected(room, rng.sample(rest, rng.randint(0, len(rest))))
        batch, rest = rest[: (size := rng.randint(1, 4))], rest[size:]
        await reacted(room, batch)
    reacts_at_all = begins < len(events)
    expected = ["WEEK_STREAK"] if reacts_at_all and _longest(set(days)) >= 7 else []
    assert await keys(room, ada) == expected


async def test_a_week_is_unlocked_while_the_projection_stands_still(
    room: Classroom, ada: Member
) -> None:
    await _active(room, ada, *range(6))
    await reacted(room)
    assert await keys(room, ada) == []
    await _active(room, ada, 6)
    await reacted(room)
    assert await keys(room, ada) == ["WEEK_STREAK"]


async def test_a_week_before_anybody_looked_is_unlocked_by_the_next_deed(
    room: Classroom, ada: Member
) -> None:
    await _active(room, ada, *range(7))
    await digest(room, ada)
    before = await events_of(room)
    await _active(room, ada, 20)
    await reacted(room, (await events_of(room))[len(before) :])
    assert await keys(room, ada) == ["WEEK_STREAK"]


async def test_days_on_which_only_a_release_did_something_make_no_week(
    room: Classroom, ada: Member
) -> None:
    await _active(room, ada, *range(6))
    await _active(room, ada, 6, by_release=True)
    await reacted(room)
    assert await keys(room, ada) == []


async def test_a_busy_day_writes_the_tally_once(room: Classroom, ada: Member) -> None:
    course = await room.course({"A": ["a", "b", "c"]})
    await ada.enrolls(course)
    await ada.completes(course, "a")
    await reacted(room)
    tally = "select ctid::text || xmin from achievement_tally"
    before = await room.value(tally)
    await ada.completes(course, "b")
    await reacted(room)
    assert await room.value(tally) == before
