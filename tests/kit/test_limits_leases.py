"""Leases: never more than the limit, hardly ever less, whoever counts and however many."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alcuin.app.refusals import REFUSALS
from alcuin.kit.db import Conn, Database, open_database, prepare_connection
from alcuin.kit.limits import Leases, Policy, lender, queries
from alcuin.kit.limits.data import WINDOW_SECONDS, Asked, Lent, Subject
from alcuin.kit.problems import Unavailable

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp()
NOON = "2026-03-02T12:00:00Z"
SECRET = b"a secret of a test"


class Processes:
    """Some processes, and a clock that questions to the database take time by."""

    def __init__(self, raw: asyncpg.Connection, policy: Policy, many: int, most: int) -> None:
        self.conn = Conn(raw, REFUSALS)
        self.policy = policy
        self.most = most
        self.now = BEGIN
        self.latency = 0.0
        self.asked = 0
        self.passed: Counter[int] = Counter()
        self.early: list[int] = []
        self.leases = [self.start() for _ in range(many)]

    def start(self) -> Leases:
        return Leases(self.lend, most=self.most, clock=lambda: self.now)

    async def lend(self, subject: Subject, asked: Asked) -> Lent:
        self.asked += 1
        self.now += self.latency
        await self.conn.raw.execute(
            "select set_config('alcuin.now', $1, true)",
            datetime.fromtimestamp(self.now, UTC).isoformat(),
        )
        lent = await queries.lend(self.conn, str(subject).encode(), asked)
        self.now += self.latency
        return lent

    async def ask(self, which: int, many: int = 1, subject: str = "ada") -> list[bool]:
        """So many requests at once at one of the processes."""
        leases = self.leases[which % len(self.leases)]
        return await asyncio.gather(*(self._one(leases, subject) for _ in range(many)))

    async def _one(self, leases: Leases, subject: str) -> bool:
        standing = await leases.spend(subject, self.policy)
        window, into = divmod(self.now, WINDOW_SECONDS)
        if subject != "ada":
            return standing.passed
        if standing.passed:
            self.passed[int(window)] += 1
        elif WINDOW_SECONDS - into > 1:
            self.early.append(self.passed[int(window)])
        return standing.passed


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.integers(0, 7), st.integers(1, 40)),
        st.tuples(st.just("wait"), st.integers(0, 500), st.just(0)),
        st.tuples(st.just("die"), st.integers(0, 7), st.just(0)),
        st.tuples(st.just("flood"), st.integers(0, 7), st.integers(1, 6)),
    ),
    min_size=10,
    max_size=60,
)


async def _history(
    raw: asyncpg.Connection,
    policy: Policy,
    many: int,
    steps: list[tuple[str, int, int]],
    latency: float,
) -> Processes:
    outer = raw.transaction()
    await outer.start()
    try:
        processes = Processes(raw, policy, many, most=4)
        processes.latency = latency
        for step, which, count in steps:
            if step == "ask":
                await processes.ask(which, count)
            elif step == "wait":
                processes.now += which
            elif step == "die":
                processes.leases[which % many] = processes.start()
            else:
                for n in range(count):
                    await processes.ask(which, subject=f"stranger {n}")
        return processes
    finally:
        await outer.rollback()


async def _connected(url: str, **more: str) -> asyncpg.Connection:
    raw = await asyncpg.connect(url, server_settings={"timezone": "UTC", "jit": "off", **more})
    await prepare_connection(raw)
    return raw


def test_no_history_lets_more_through_or_refuses_before_nine_tenths(database_url: str) -> None:
    with asyncio.Runner() as runner:
        raw = runner.run(_connected(database_url))

        @settings(
            max_examples=80, deadline=None, database=None, suppress_health_check=[*HealthCheck]
        )
        @given(
            st.sampled_from([1, 5, 10, 19, 20, 60, 100, 333, 1_000]),
            st.integers(1, 8),
            STEPS,
            st.sampled_from([0.0, 0.002, 0.4]),
        )
        @example(100, 2, [("ask", n, 1) for n in range(60)] * 4, 0.002)
        @example(100, 8, [("ask", n % 8, 3) for n in range(60)], 0.002)
        @example(1_000, 4, [("ask", n % 4, 40) for n in range(60)], 0.4)
        def hold(quota: int, many: int, steps: Any, latency: float) -> None:
            policy = Policy("default", quota)
            seen = runner.run(_history(raw, policy, many, steps, latency))
            assert all(passed <= quota for passed in seen.passed.values())
            assert all(passed >= quota * 0.9 for passed in seen.early)

        hold()
        runner.run(raw.close())


@pytest.mark.parametrize("many", [1, 2, 8, 30])
async def test_whoever_asks_enough_gets_nine_tenths_at_least(conn: Conn, many: int) -> None:
    processes = Processes(conn.raw, Policy("default", 100), many, most=100)
    for turn in range(200):
        await processes.ask(turn)
    (passed,) = processes.passed.values()
    assert 90 <= passed <= 100


async def test_who_asks_little_costs_no_question(conn: Conn) -> None:
    processes = Processes(conn.raw, Policy("default", 1_000), 2, most=100)
    for turn in range(20):
        assert all(await processes.ask(turn, subject=f"learner {turn % 2}"))
    assert processes.asked == 2, "a seat for each process"


async def test_questions_are_few_for_who_asks_a_lot(conn: Conn) -> None:
    processes = Processes(conn.raw, Policy("default", 1_000), 2, most=100)
    for turn in range(900):
        await processes.ask(turn)
    assert processes.asked < 60


async def test_those_who_wait_for_one_subject_share_one_question(conn: Conn) -> None:
    processes = Processes(conn.raw, Policy("default", 1_000), 1, most=100)
    assert sum(await processes.ask(0, 300)) == 300
    assert processes.asked <= 3, "a seat, and a lease for all who waited"


async def test_the_refused_cost_no_question(conn: Conn) -> None:
    processes = Processes(conn.raw, Policy("default", 10), 1, most=100)
    await processes.ask(0, 30)
    before = processes.asked
    assert not any(await processes.ask(0, 500))
    assert processes.asked == before


async def test_a_new_window_begins_anew(conn: Conn) -> None:
    processes = Processes(conn.raw, Policy("default", 10), 1, most=100)
    assert sum(await processes.ask(0, 30)) == 10
    processes.now += WINDOW_SECONDS
    assert sum(await processes.ask(0, 30)) == 10


async def test_a_share_is_given_once_however_long_a_lease_took(conn: Conn) -> None:
    processes = Processes(conn.raw, Policy("default", 1_000), 1, most=100)
    await processes.ask(0)
    processes.latency = 5
    await processes.ask(0, 1_500)
    processes.now = BEGIN + WINDOW_SECONDS - 3
    assert not any(await processes.ask(0, 20))


async def test_a_flood_of_addresses_neither_grows_a_process_nor_frees_anybody(conn: Conn) -> None:
    processes = Processes(conn.raw, Policy("default", 100), 1, most=50)
    await processes.ask(0, 120)
    for n in range(300):
        await processes.ask(0, subject=f"2001:db8:{n:x}::/64")
    assert len(processes.leases[0]) == 50
    assert not any(await processes.ask(0, 20)), "forgotten here, remembered by the database"
    assert sum(processes.passed.values()) <= 100


async def test_rows_hold_no_address_and_stay_one_a_subject(database: Database) -> None:
    leases = Leases(lender(database, SECRET))
    for _ in range(12):
        await leases.spend("192.0.2.7", Policy("default", 10))
    async with database.transaction() as conn:
        rows = await conn.raw.fetch("select * from request_lease")
    assert len(rows) == 2, "the seat's and the subject's"
    assert all(b"192.0.2.7" not in row["subject"] and len(row["subject"]) == 16 for row in rows)


async def test_four_pools_at_once_share_one_limit(database_url: str) -> None:
    policy, passed = Policy("default", 400), Counter[bool]()
    pools = [
        await open_database(database_url, REFUSALS, size=4, settings={"alcuin.now": NOON})
        for _ in range(4)
    ]
    leases = [Leases(lender(pool, SECRET)) for pool in pools]

    async def client(n: int) -> None:
        for turn in range(100):
            standing = await leases[(n + turn) % 4].spend("ada", policy)
            passed[standing.passed] += 1

    await asyncio.gather(*(client(n) for n in range(16)))
    for pool in pools:
        await pool.pool.close()
    assert 360 <= passed[True] <= 400
    assert passed.total() == 1_600


async def test_many_subjects_at_once_are_each_counted_right(database_url: str) -> None:
    pools = [
        await open_database(database_url, REFUSALS, size=4, settings={"alcuin.now": NOON})
        for _ in range(3)
    ]
    leases = [Leases(lender(pool, SECRET)) for pool in pools]
    passed = Counter[str]()

    async def ask(n: int) -> None:
        subject = f"192.0.2.{n % 20}"
        if (await leases[n % 3].spend(subject, Policy("default", 20))).passed:
            passed[subject] += 1

    await asyncio.gather(*(ask(n) for n in range(1_200)))
    for pool in pools:
        await pool.pool.close()
    assert len(passed) == 20
    assert all(18 <= each <= 20 for each in passed.values())


async def test_without_a_database_everybody_who_waits_is_told_so() -> None:
    async def away(_subject: Subject, _asked: Asked) -> Lent:
        await asyncio.sleep(0)
        raise Unavailable

    leases = Leases(away)
    policy = Policy("default", 10)
    told = await asyncio.gather(
        *(leases.spend("ada", policy) for _ in range(5)), return_exceptions=True
    )
    assert all(isinstance(each, Unavailable) for each in told)
    with pytest.raises(Unavailable):
        await leases.spend("ada", policy)


async def test_one_who_leaves_while_waiting_takes_nobody_along(conn: Conn) -> None:
    processes = Processes(conn.raw, Policy("default", 10), 1, most=100)
    first = asyncio.create_task(processes.ask(0))
    second = asyncio.create_task(processes.ask(0))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == [True]


async def test_a_late_statement_takes_nothing_from_the_window_that_has_begun(conn: Conn) -> None:
    """One that waited for the row still has the old window's time."""

    async def lend(moment: str, wanted: int) -> Lent:
        await conn.run("select set_config('alcuin.now', $1, true)", moment)
        return await queries.lend(conn, b"ada", Asked(wanted, 100, 5, WINDOW_SECONDS))

    await lend("2026-03-02T09:14:59Z", 40)
    young = await lend("2026-03-02T09:15:01Z", 10)
    late = await lend("2026-03-02T09:14:59.9Z", 10)
    assert late.window_starts_at == young.window_starts_at
    assert late.rest < young.rest


async def test_what_is_lent_ahead_is_never_more_than_a_twentieth(conn: Conn) -> None:
    """Of twenty who ask once and never again, each is lent half of what may still lie about."""
    ahead = [
        (await queries.lend(conn, b"ada", Asked(1, 1_000, 50, WINDOW_SECONDS))).granted - 1
        for _ in range(20)
    ]
    assert ahead[:3] == [25, 13, 6]
    assert sum(ahead) == 50
