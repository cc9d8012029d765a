"""`python -m bench.signing_in`: 500 sign-ins at once, and what readers notice of it.

Readers ask at a steady rate before and during the storm, which is made by a process of its
own. Everybody signs in from an address of their own; who is told to come again comes when told.
"""

import asyncio
import itertools
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection

import asyncpg
import click
import msgspec
from argon2 import PasswordHasher

from alcuin.adapters.passwords import MEMORY_KIB, PASSES
from alcuin.adapters.tokens import JwtSigner
from alcuin.app.schema import migrate
from alcuin.ops.embedded import Server
from bench.dataset import load
from bench.driver import Address, read_head
from bench.measuring import System
from bench.probing import etags
from bench.processes import cost_of, machine_busy_seconds
from bench.running import SECRET_KEY, own_postgres, serving
from bench.sample import drawn
from bench.workloads import Requests

PASSWORD = "four calm green hills"  # noqa: S105  of a measurement
MIXED = ("list", "outline", "progress", "full")
GIVEN = """
update app_user set password_hash = $1
where id in (select id from app_user order by id limit $2) returning email
"""


class Storm(msgspec.Struct, frozen=True):
    """How the sign-ins went; a wait is from the first try to the tokens, in seconds."""

    seconds: float
    answers: dict[int, int]
    waits: list[float]


class Caller:
    """One keep-alive connection."""

    async def ask(self, address: Address, request: bytes) -> tuple[int, int]:
        """Status, and seconds after which to come again."""
        if not hasattr(self, "_writer"):
            self._reader, self._writer = await asyncio.open_connection(*address)
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        status, length = read_head(head) or (0, len(head))
        await self._reader.readexactly(length - len(head))
        if b"\r\nconnection: close" in head.lower():
            self._writer.close()
            del self._writer
        at = head.lower().find(b"\r\nretry-after:")
        return status, int(head[at + 14 :].split(b"\r", 1)[0]) if at >= 0 else 0


@click.command()
@click.option("--people", default=500, show_default=True, help="Who sign in at once.")
@click.option("--rate", default=100, show_default=True, help="Reads a second meanwhile.")
@click.option("--usual", default=10.0, show_default=True, help="Seconds of reading before.")
@click.option("--scale", default=0.1, show_default=True, help="1 is 10,000 people.")
def signing_in(*, people: int, rate: int, usual: float, scale: float) -> None:
    """Measure a storm of sign-ins beside readers."""
    with own_postgres() as server:
        addresses = asyncio.run(_filled(server, scale, people))
        believed = {"ALCUIN_TRUSTED_PROXIES": "127.0.0.1"}
        with serving(server, workers=2, more=believed) as system:
            reads = _reads(server, system.address)
            until = time.monotonic() + usual
            calm = asyncio.run(_read(system.address, reads, rate, lambda: time.monotonic() > until))
            spent = _spent(system)
            storm, busy = _both(system.address, addresses, reads, rate)
            ours, all_ = (now - then for now, then in zip(_spent(system), spent, strict=True))
    waits = _told(storm.waits, 1, "s")
    rate_reached = len(addresses) / storm.seconds
    print(f"{len(addresses)} sign-ins in {storm.seconds:.1f} s, {rate_reached:.1f} a second")
    print(f"  answers {storm.answers}; waited {waits}, {max(storm.waits):.1f} s at most")
    print(f"  {ours / len(addresses) * 1000:.0f} ms of processor each, reads included; others had")
    print(f"  {(all_ - ours) / storm.seconds:.1f} processors meanwhile, both clients included")
    print(f"reads as usual: {_told(calm, 1000, 'ms')}; meanwhile: {_told(busy, 1000, 'ms')}")
    print(f"p95 of reads grew {_at(busy, 0.95) / _at(calm, 0.95):.2f} times")


def _spent(system: System) -> tuple[float, float]:
    """Processor seconds of the installation, and of the whole machine."""
    ours = cost_of(system.server_pid).seconds + cost_of(system.postgres_pid).seconds
    return ours, machine_busy_seconds()


async def _filled(server: Server, scale: float, people: int) -> list[str]:
    await migrate(server.admin_url)
    await load(server.admin_url, scale=scale)
    hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=1)
    conn = await asyncpg.connect(server.admin_url)
    try:
        return [row["email"] for row in await conn.fetch(GIVEN, hasher.hash(PASSWORD), people)]
    finally:
        await conn.close()


def _reads(server: Server, address: Address) -> list[bytes]:
    sample = asyncio.run(drawn(server.admin_url, studies=500, unfinished=10))
    tags = etags(address, (study.course_id for study in sample.studies))
    made = Requests(sample, JwtSigner(SECRET_KEY).access, tags, completions=0)
    streams = [made.of(name).requests for name in MIXED]
    return [next(stream) for _ in sample.studies for stream in streams]


def _both(
    address: Address, addresses: list[str], reads: list[bytes], rate: int
) -> tuple[Storm, list[float]]:
    context = multiprocessing.get_context("spawn")
    hears, says = context.Pipe(duplex=False)
    storm = context.Process(target=_storm, args=(says, address, addresses))
    storm.start()
    hears.recv()  # it has started, and begins now
    busy = asyncio.run(_read(address, reads, rate, hears.poll))
    found: Storm = msgspec.json.decode(hears.recv(), type=Storm)
    storm.join()
    return found, busy


# ---------------------------------------------------------------------------- readers


async def _read(
    address: Address, requests: list[bytes], rate: int, is_over: Callable[[], bool]
) -> list[float]:
    """Seconds of each read, each counted from the moment at which it was due."""
    times: list[float] = []
    idle: list[Caller] = []

    async def one(request: bytes, due: float) -> None:
        caller = idle.pop() if idle else Caller()
        await caller.ask(address, request)
        times.append(time.monotonic() - due)
        idle.append(caller)

    began = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for n, request in enumerate(itertools.cycle(requests)):
            due = began + n / rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            if is_over():
                break
            group.create_task(one(request, due))
    return times[rate:] or times  # the first second warms up


# ---------------------------------------------------------------------------- the storm


def _storm(says: Connection, address: Address, addresses: list[str]) -> None:
    says.send(None)
    says.send(msgspec.json.encode(asyncio.run(_signed_in(address, addresses))))


async def _signed_in(address: Address, addresses: list[str]) -> Storm:
    answers: Counter[int] = Counter()
    began = time.monotonic()

    async def one(n: int, email: str) -> float:
        caller, request = Caller(), _signing_in(n, email)
        while True:
            status, after = await caller.ask(address, request)
            answers[status] += 1
            if not after:
                return time.monotonic() - began
            await asyncio.sleep(after)

    waits = await asyncio.gather(*(one(n, email) for n, email in enumerate(addresses)))
    return Storm(time.monotonic() - began, dict(answers), waits)


def _signing_in(n: int, email: str) -> bytes:
    body = msgspec.json.encode({"email": email, "password": PASSWORD})
    return (
        "POST /api/auth/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"X-Forwarded-For: 10.0.{n >> 8}.{n & 255}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


# ---------------------------------------------------------------------------- figures


def _at(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)]


def _told(times: list[float], factor: int, unit: str) -> str:
    p50, p95 = (_at(times, share) * factor for share in (0.5, 0.95))
    return f"p50 {p50:.1f} {unit}, p95 {p95:.1f} {unit}"


if __name__ == "__main__":
    signing_in()
