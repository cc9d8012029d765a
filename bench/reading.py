"""`python -m bench.reading`: what the readers of the log cost, and how far they stay behind.

Events in the mix of a busy day are written at a steady rate while `alcuin serve` follows the
log with every reader of the product, if wanted beside the mixed workload at a steady rate.
Afterwards each projection is made anew alone, which tells what an event costs each of them.
"""

import asyncio
import itertools
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from random import Random
from typing import Any
from uuid import UUID

import click
import msgspec
import psutil

from alcuin.activity import TIME_CREDITED
from alcuin.adapters.tokens import JwtSigner
from alcuin.app import wiring
from alcuin.app.schema import migrate
from alcuin.enrollment import ENROLLED
from alcuin.kit.db import Database, open_database
from alcuin.kit.events import CHANNEL, Event, Projection, list_readers, rebuild
from alcuin.ops.embedded import Server
from alcuin.progress import COURSE_COMPLETED, LESSON_COMPLETED, SECTION_COMPLETED
from bench.dataset import load
from bench.driver import Address, Load, drive
from bench.measuring import System
from bench.probing import etags
from bench.processes import cost_of, postmaster_of
from bench.running import SECRET_KEY, own_postgres, serving
from bench.sample import Sample, Unfinished, drawn
from bench.workloads import Requests

WRITERS = 8
KINDS = {
    SECTION_COMPLETED: 70,
    TIME_CREDITED: 25,
    LESSON_COMPLETED: 3,
    COURSE_COMPLETED: 1,
    ENROLLED: 1,
}
NOTICE_SECONDS = 0.05  # as web processes announce what they committed
LOOK_SECONDS = 0.1
MOST_BEHIND_SECONDS = 120
WRITE = """
insert into event
  (kind, user_id, course_id, lesson_id, section_id, release, time_zone, local_on, data)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


class Reading(msgspec.Struct):
    """What was seen while events were written."""

    seconds: float = 0.0
    worker: float = 0.0  # processor seconds of the worker
    postgres: float = 0.0  # those of PostgreSQL, the writers' sessions left out
    lags: dict[str, list[float]] = {}
    caught_up: float = 0.0


@click.command()
@click.option("--rate", default=1000, show_default=True, help="Events a second.")
@click.option("--seconds", default=20, show_default=True, help="So long.")
@click.option("--mixed", default=0, show_default=True, help="Requests a second beside.")
@click.option("--scale", default=0.1, show_default=True, help="1 is 10,000 people.")
def reading(*, rate: int, seconds: int, mixed: int, scale: float) -> None:
    """Measure every reader of the log."""
    count = rate * seconds
    with own_postgres() as server:
        asyncio.run(_filled(server, scale))
        sample = asyncio.run(drawn(server.admin_url, studies=5000, unfinished=2 * count))
        events = list(itertools.islice(_events(sample), count))
        with serving(server, workers=2) as system:
            beside = _beside(server.admin_url, system.address, mixed, seconds) if mixed else None
            found = asyncio.run(_read(server.admin_url, system, events, rate))
            if beside:
                beside.join()
        _tell(found, len(events), mixed)
        asyncio.run(_made_anew(server))


def _tell(found: Reading, events: int, mixed: int) -> None:
    readers, lags = len(found.lags), sorted(itertools.chain(*found.lags.values()))
    print(f"{events} events in {found.seconds:.1f} s, {readers} readers, {mixed} requests/s beside")
    print(
        f"  all behind by {_spread(lags)}; at the end {found.caught_up:.2f} s after the last event"
    )
    print(f"  worker {found.worker:.2f} s of processor, PostgreSQL {found.postgres:.2f} s")
    spent = (found.worker + found.postgres) * 1e6 / events
    if not mixed:
        print(f"  {spent:.0f} us an event, {spent / readers:.0f} us an event and reader")
    for name, seen in sorted(found.lags.items()):
        print(f"  {name}: {_spread(sorted(seen))}")


def _spread(lags: Sequence[float]) -> str:
    p50, p95 = (lags[int(len(lags) * share)] for share in (0.5, 0.95))
    return f"p50 {p50:.2f} s, p95 {p95:.2f} s, {lags[-1]:.2f} s at most"


async def _filled(server: Server, scale: float) -> None:
    await migrate(server.admin_url)
    await load(server.admin_url, scale=scale)


# ---------------------------------------------------------------------------- what happens


def _events(sample: Sample) -> Iterator[Event]:
    """In the shares of KINDS; nobody completes anything twice."""
    rng, today = Random(1), datetime.now(UTC).date()
    for todo in itertools.cycle(sample.unfinished):
        kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
        time_spent = {"seconds": rng.randint(5, 300), "activity": "reading"}
        yield Event(
            kind=kind,
            user_id=todo.study.user_id,
            course_id=todo.study.course_id,
            lesson_id=None if kind in (COURSE_COMPLETED, ENROLLED) else todo.lesson_id,
            section_id=_section(kind, todo),
            release=1,
            time_zone="UTC",
            local_on=today,
            data=time_spent if kind == TIME_CREDITED else None,
        )


def _section(kind: str, todo: Unfinished) -> UUID | None:
    return todo.section_id if kind in (SECTION_COMPLETED, TIME_CREDITED) else None


async def _write(database: Database, events: Sequence[Event], turn: int, rate: int) -> None:
    """Each event in a transaction of its own, at its moment."""
    began = time.monotonic()
    async with database.statement() as conn:
        for n in range(turn, len(events), WRITERS):
            await asyncio.sleep(max(0.0, began + n / rate - time.monotonic()))
            e = events[n]
            ids = (e.user_id, e.course_id, e.lesson_id, e.section_id)
            await conn.run(WRITE, e.kind, *ids, e.release, e.time_zone, e.local_on, e.data)


async def _announce(database: Database) -> None:
    while True:
        async with database.statement() as conn:
            await conn.run("select pg_notify($1, '')", CHANNEL)
        await asyncio.sleep(NOTICE_SECONDS)


# ---------------------------------------------------------------------------- what is seen


async def _read(url: str, system: System, events: Sequence[Event], rate: int) -> Reading:
    named = {"application_name": "bench"}
    database = await open_database(url, {}, size=WRITERS + 2, settings=named)
    found, worker = Reading(), _worker(system)
    await asyncio.sleep(2)  # the worker has seen that there is nothing
    spent, began = await _spent(database, system, worker), time.monotonic()
    beside = [asyncio.create_task(_look(database, found)), asyncio.create_task(_announce(database))]
    await asyncio.gather(*(_write(database, events, turn, rate) for turn in range(WRITERS)))
    found.seconds = time.monotonic() - began
    found.caught_up = await _caught_up(database, datetime.now(UTC))
    for task in beside:
        task.cancel()
    now = await _spent(database, system, worker)
    found.worker, found.postgres = (
        after - before for after, before in zip(now, spent, strict=True)
    )
    await database.pool.close()
    return found


def _worker(system: System) -> Any:  # Any: psutil ships no types
    """Of those of the group that do not listen the one that works: the other holds a claim."""
    group = psutil.Process(system.server_pid).children(recursive=True)
    quiet = [each for each in group if not each.net_connections("tcp")]
    return max(quiet, key=lambda each: each.memory_info().rss)


async def _spent(database: Database, system: System, worker: Any) -> tuple[float, float]:  # psutil
    """Processor seconds of the worker, and of PostgreSQL without our own sessions."""
    async with database.statement() as conn:
        own = await conn.value(
            list[int],
            "select array_agg(pid) from pg_stat_activity where application_name = 'bench'",
        )
    tree = psutil.Process(system.postgres_pid).children(recursive=True)
    return _cpu(worker), sum(_cpu(each) for each in tree if each.pid not in (own or ()))


def _cpu(process: Any) -> float:  # Any: psutil ships no types
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


async def _look(database: Database, found: Reading) -> None:
    """Note how far each reader is behind, again and again."""
    while True:
        async with database.statement() as conn:
            states = await list_readers(conn)
        for state in states:
            since = state.waiting_since
            lag = (datetime.now(UTC) - since).total_seconds() if since else 0.0
            found.lags.setdefault(state.name, []).append(max(0.0, lag))
        await asyncio.sleep(LOOK_SECONDS)


async def _caught_up(database: Database, until: datetime) -> float:
    """Seconds until all that was written before has been taken."""
    began = time.monotonic()
    async with asyncio.timeout(MOST_BEHIND_SECONDS):
        while True:
            async with database.statement() as conn:
                waiting = [state.waiting_since for state in await list_readers(conn)]
            if all(since is None or since > until for since in waiting):
                return time.monotonic() - began
            await asyncio.sleep(0.02)


# ---------------------------------------------------------------------------- beside


def _beside(url: str, address: Address, rate: int, seconds: float) -> BaseProcess:
    process = multiprocessing.get_context("spawn").Process(
        target=_mixed, args=(url, address, rate, seconds, SECRET_KEY)
    )
    process.start()
    return process


def _mixed(url: str, address: Address, rate: int, seconds: float, secret: str) -> None:
    """The mixed workload at `rate`, in a process of its own."""
    sample = asyncio.run(drawn(url, studies=5000, unfinished=int(rate * seconds)))
    tags = etags(address, (study.course_id for study in sample.studies))
    requests = Requests(sample, JwtSigner(secret).access, tags, completions=int(rate * seconds))
    steady = _paced(requests.of("mixed").requests, rate)
    told: Load = drive(address, steady, connections=16, seconds=seconds)
    print(f"  mixed: {told.answers} in {told.seconds:.1f} s, p50 {told.p50} ms, p99 {told.p99} ms")


def _paced(requests: Iterator[bytes], rate: int) -> Iterator[bytes]:
    """Hold back each request until it is due: the driver asks as soon as it gets one."""
    began = time.perf_counter()
    for n, request in enumerate(requests):
        time.sleep(max(0.0, began + n / rate - time.perf_counter()))
        yield request


# ---------------------------------------------------------------------------- one by one


async def _made_anew(server: Server) -> None:
    """Rebuild each projection from the log as it stands, nothing else running."""
    database, postmaster = await open_database(server.admin_url, {}, size=4), _postmaster(server)
    async with database.statement() as conn:
        count = await conn.value(int, "select count(*) from event") or 1
    for reader in wiring.readers():
        if isinstance(reader, Projection):
            before, own = cost_of(postmaster).seconds, time.process_time()
            await rebuild(database, reader)
            spent, own = cost_of(postmaster).seconds - before, time.process_time() - own
            each = (
                f"{spent * 1e6 / count:.0f} us of PostgreSQL and {own * 1e6 / count:.0f} us of ours"
            )
            print(f"  {reader.name} anew: {each} an event")
    await database.pool.close()


def _postmaster(server: Server) -> int:
    return postmaster_of(server.data_dir / "postgres/cluster")


if __name__ == "__main__":
    reading()
