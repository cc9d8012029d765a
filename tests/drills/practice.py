"""A small world for drills: learners who practise, readers and jobs that count what they did."""

import asyncio
import time
from collections.abc import Callable, Sequence
from random import Random
from uuid import UUID

import asyncpg
import msgspec

from alcuin.kit.db import Conn, Database
from alcuin.kit.events import Event, Projection, Reaction, Recorded, list_readers, record
from alcuin.kit.jobs import Job, JobContext, enqueue

LEARNERS = 40
COURSE = UUID(int=7)
PRACTISED = "practice.practised"

TABLES = """
create table learner (user_id uuid primary key, n int not null default 0);
insert into learner select ('00000000-0000-0000-0000-' || lpad(i::text, 12, '0'))::uuid
from generate_series(1, 40) i;
create table seen (position bigint generated always as identity, reader text, generation int,
  event_id bigint, user_id uuid, n int);
create table letter_asked (event_id bigint);
create table letter_begun (job_id bigint, at timestamptz not null default clock_timestamp());
create table letter_sent (event_id bigint primary key);
grant all on learner, seen, letter_asked, letter_begun, letter_sent to public;
"""


class RolledBackOnPurpose(Exception):
    """One in five practices does not happen after all."""


class Wrong(msgspec.Struct, frozen=True):
    """What a reader did with the log, beside what it should have done."""

    missed: int
    doubled: int
    disordered: int


class SendLetter(msgspec.Struct, frozen=True):
    event_id: int
    seconds: float


class Nothing(msgspec.Struct, frozen=True):
    pass


async def make_world(owner_url: str) -> None:
    raw = await asyncpg.connect(owner_url)
    await raw.execute(TABLES)
    await raw.close()


async def practise(
    database: Database, rng: Random, until: float, pause: float, committed: dict[object, float]
) -> None:
    """Transactions of random length, each holding its learner's row; some rolled back."""
    while time.monotonic() < until:
        user_id = UUID(int=rng.randint(1, LEARNERS))
        try:
            async with database.transaction() as conn:
                n = await conn.value(
                    int, "update learner set n = n + 1 where user_id = $1 returning n", user_id
                )
                event = Event(kind=PRACTISED, user_id=user_id, course_id=COURSE, data={"n": n})
                await record(conn, event)
                length = min(rng.expovariate(1 / pause), 0.6)
                await conn.run("select pg_sleep($1)", length)
                if rng.random() < 0.2:
                    raise RolledBackOnPurpose  # noqa: TRY301  rolling back is the point
            committed[user_id, n] = time.monotonic()
        except RolledBackOnPurpose:
            pass


async def remember(conn: Conn, reader: str, generation: int, events: Sequence[Recorded]) -> None:
    for event in events:
        await conn.run(
            "insert into seen (reader, generation, event_id, user_id, n) values ($1,$2,$3,$4,$5)",
            reader,
            generation,
            event.id,
            event.user_id,
            (event.data or {})["n"],
        )


async def apply(conn: Conn, generation: int, events: Sequence[Recorded]) -> None:
    await remember(conn, "practice.seen", generation, events)


async def forget(conn: Conn, generation: int) -> None:
    await conn.run(
        "delete from seen where reader = 'practice.seen' and generation = $1", generation
    )


SEEN = Projection("practice.seen", {PRACTISED: 1}, apply, forget)


async def ask_for_letters(conn: Conn, events: Sequence[Recorded]) -> None:
    for event in events:
        await conn.run("insert into letter_asked values ($1)", event.id)
        await enqueue(conn, "practice.send_letter", SendLetter(event.id, event.id % 7 / 20))


LETTERS = Reaction("practice.letters", {PRACTISED: 1}, ask_for_letters)


async def send_letter(context: JobContext, payload: SendLetter) -> None:
    async with context.database.transaction() as conn:
        await conn.run("insert into letter_begun (job_id) values ($1)", context.job_id)
    async with context.database.transaction() as conn:
        await conn.run("select pg_sleep($1)", payload.seconds)
        await conn.run(
            "insert into letter_sent values ($1) on conflict do nothing", payload.event_id
        )


SEND_LETTER = Job("practice.send_letter", SendLetter, send_letter, attempts=50)


async def what_is_wrong(conn: Conn, reader: str) -> Wrong:
    """Compare what was seen with the log itself."""
    return await conn.one(
        Wrong,
        """
        select
          (select count(*) from event e where not exists
             (select from seen s where s.reader = $1 and s.event_id = e.id)) as missed,
          (select count(*) - count(distinct event_id) from seen where reader = $1) as doubled,
          (select count(*) from (
             select n, lag(n) over (partition by user_id order by position) as before
             from seen where reader = $1) ordered where n < before) as disordered
        """,
        reader,
    )


async def is_read_to_the_end(database: Database) -> bool:
    async with database.transaction() as conn:
        return all(reader.waiting_since is None for reader in await list_readers(conn))


async def eventually(condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait for something to come true; the bound is for a broken system only."""
    async with asyncio.timeout(seconds):
        while True:
            found = condition()
            if await found if asyncio.iscoroutine(found) else found:
                return
            await asyncio.sleep(0.02)
