"""Notifications over HTTP beside a classroom, with streams that are read as they come."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
import msgspec

from alcuin import notifications
from alcuin.adapters.mail import KeptMail
from alcuin.adapters.tokens import JwtSigner
from alcuin.identity import SessionDoorkeeper
from alcuin.kit.db import Database
from alcuin.kit.events import Reaction, replay
from alcuin.kit.events.following import Step, advance
from alcuin.kit.events.readers import prepare_readers
from alcuin.kit.http import HttpSettings, create_app
from alcuin.kit.http.gate import Gate
from alcuin.kit.jobs import JobContext
from alcuin.notifications import Look, Streams
from tests.progress.classroom import Classroom, Member

SECRET = "a secret of a test, long enough to be one"
LOOK = Look(["/static/site.css"], "/static/mark.svg")
PUBLIC_URL = "https://learn.example.org"


class Clock:
    """The signer's clock; the database has its own."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class House:
    """A process that serves notices of a classroom, and a worker's part of them."""

    def __init__(
        self, room: Classroom, *, most: int = 100, database: Database | None = None
    ) -> None:
        self.room = room
        self.database = database or room.database
        self.clock = Clock()
        self.signer = JwtSigner(SECRET, clock=self.clock)
        self.mail = KeptMail()
        self.streams = Streams(self.database, most=most, most_of_one=2, beat_seconds=0.1)
        self.app: Gate = create_app(
            notifications.routes(self.signer, self.streams, LOOK),
            database=self.database,
            doorkeeper=SessionDoorkeeper(self.signer),
            settings=HttpSettings(
                public_url=PUBLIC_URL, secret_key=SECRET.encode(), environment="test"
            ),
            log=io.BytesIO(),
        )
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url=PUBLIC_URL
        )
        (reader,) = notifications.readers()
        assert isinstance(reader, Reaction)
        self.reader = reader
        self.jobs = {
            job.name: job for job in notifications.jobs(self.signer, self.mail, PUBLIC_URL)
        }

    def token(self, member: Member) -> str:
        return self.signer.access(member.id, member.person.session_id)

    async def asks(self, member: Member, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.token(member)}"} | more.pop("headers", {})
        url = f"/api/notifications{path}"
        return await self.client.request(method, url, headers=headers, **more)

    async def inbox(self, member: Member, query: str = "") -> Any:
        answer = await self.asks(member, "GET", query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def texts(self, member: Member) -> list[str]:
        return [each["text"] for each in (await self.inbox(member))["data"]]

    async def begin(self) -> None:
        """Let the reaction exist, so that it sees what happens from now on."""
        await prepare_readers(self.database, [self.reader])

    async def digest(self) -> None:
        """React to what the log holds, committed or of this test, then do the jobs that follow."""
        await self.digest_without_jobs()
        while await self.works():
            pass

    async def digest_without_jobs(self) -> None:
        await replay(self.database, self.reader, after=0, until=10**12)

    async def follow(self) -> None:
        """Take what is committed, as a worker does."""
        while await advance(self.database, self.reader) is Step.MORE:
            pass

    async def waiting(self, name: str = "%") -> list[tuple[str, bytes]]:
        async with self.database.transaction() as conn:
            rows = await conn.raw.fetch(
                "select entrypoint, payload from pgqueuer where entrypoint like $1 order by id",
                name,
            )
        return [(row["entrypoint"], row["payload"]) for row in rows]

    async def works(self, *, keep: bool = False) -> int:
        """Do the jobs of this room that wait; `keep` leaves them waiting, as a kill does."""
        mine = [(name, body) for name, body in await self.waiting() if name in self.jobs]
        if not keep:
            async with self.database.transaction() as conn:
                await conn.raw.execute(
                    "delete from pgqueuer where entrypoint = any($1)", list(self.jobs)
                )
        for name, body in mine:
            job = self.jobs[name]
            payload = msgspec.json.decode(body, type=job.payload)
            await job.run(JobContext(self.database, 1, 1), payload)
        return len(mine)

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[None]:
        """The task that looks after streams, as a web process runs it."""
        task = asyncio.create_task(self.streams.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])

    @asynccontextmanager
    async def stream(
        self, member: Member, query: str = "", **headers: str
    ) -> AsyncIterator["Stream"]:
        stream = Stream(self.app)
        asked = {"authorization": f"Bearer {self.token(member)}"} | headers
        await stream.begin(query, asked)
        try:
            yield stream
        finally:
            await stream.leave()


class Stream:
    """One client of a stream, which hears what was sent as soon as it is."""

    def __init__(self, app: Gate) -> None:
        self._app = app
        self._sent: asyncio.Queue[Any] = asyncio.Queue()
        self._gone = asyncio.Event()
        self._asked = False
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""
        self.is_over = False

    async def begin(self, query: str, headers: dict[str, str]) -> None:
        given = {"host": "learn.example.org"} | headers
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "https",
            "path": "/api/notifications/stream",
            "raw_path": b"/api/notifications/stream",
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
            "client": ("127.0.0.1", 40000),
            "server": ("127.0.0.1", 8000),
        }
        self._task = asyncio.create_task(self._app(scope, self._receive, self._sent.put))
        start = await asyncio.wait_for(self._sent.get(), 10)
        self.status = start["status"]
        self.headers = {name.decode(): value.decode() for name, value in start["headers"]}

    async def events(self, count: int) -> list[dict[str, Any]]:
        """The first so many events of all, waiting until they are there."""
        async with asyncio.timeout(10):
            while len(self._parsed()) < count and not self.is_over:
                await self.next()
        return self._parsed()[:count]

    async def ended(self) -> None:
        """Wait until the answer is over, in order."""
        async with asyncio.timeout(10):
            while not self.is_over:
                await self.next()

    async def leave(self) -> None:
        self._gone.set()
        await asyncio.wait_for(self._task, 10)

    async def next(self) -> None:
        message = await self._sent.get()
        self.body += message.get("body", b"")
        self.is_over = not message.get("more_body", False)

    def _parsed(self) -> list[dict[str, Any]]:
        blocks = self.body.decode().split("\n\n")[:-1]
        found = []
        for block in blocks:
            fields = dict(line.split(": ", 1) for line in block.split("\n"))
            if "data" in fields:
                event = json.loads(fields["data"])
                assert (fields["event"], fields["id"]) == ("notice", str(event["number"]))
                found.append(event)
        return found

    async def _receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}


async def learners(room: Classroom, course_id: UUID, count: int) -> None:
    """Enroll so many, an hour ago."""
    async with room.database.transaction() as conn:
        await conn.raw.execute(
            """
            with u as (
              insert into app_user (email, email_key, name, password_hash, email_verified_at)
              select x, x, 'Learner', '-', now()
              from generate_series(1, $2) n cross join lateral (select n || '@l.example') y(x)
              returning id)
            insert into enrollment (user_id, course_id, enrolled_at)
            select id, $1, now() - interval '1 hour' from u
            """,
            course_id,
            count,
        )
