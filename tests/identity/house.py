"""A house with one room: identity over HTTP, with fakes where adapters would be."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
import msgspec

from alcuin.achievements.routes import profile
from alcuin.adapters.mail import KeptMail
from alcuin.adapters.passwords import Argon2Hasher
from alcuin.adapters.safe import AesSafe
from alcuin.adapters.tokens import JwtSigner
from alcuin.identity import Registration, SessionDoorkeeper, Verdict, create_user, prepare, routes
from alcuin.identity.actions.letters import SEND_LETTER, send_letter
from alcuin.identity.data import Letter
from alcuin.kit.actor import Role, System
from alcuin.kit.db import Database
from alcuin.kit.http import HttpSettings, create_app

SECRET = "a secret of a test, long enough to be one"
PUBLIC_URL = "https://learn.example.org"
PASSWORD = "quiet harbour 17"
PROXY = "127.0.0.1"


class Clock:
    """The signer's clock; the database has its own."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class CountingHasher:
    """Argon2id at its cheapest, counted."""

    def __init__(self) -> None:
        self.inner = Argon2Hasher(memory_kib=8, passes=1, threads=2)
        self.verified = 0
        self.hashed = 0

    def turn(self) -> AbstractAsyncContextManager[None]:
        return self.inner.turn()

    async def hash(self, password: str) -> str:
        self.hashed += 1
        return await self.inner.hash(password)

    async def verify(self, password: str, known: str | None) -> Verdict:
        self.verified += 1
        return await self.inner.verify(password, known)


class Guest:
    """Somebody who is signed in."""

    def __init__(self, house: "House", data: dict[str, Any]) -> None:
        self.house = house
        self.id = UUID(data["user"]["id"])
        self.access = data["accessToken"]
        self.refresh = data["refreshToken"]
        self.device = data["deviceToken"]

    async def asks(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.access}"} | more.pop("headers", {})
        return await self.house.client.request(method, path, headers=headers, **more)

    async def edits(self, path: str, body: object, revision: str = "*") -> httpx.Response:
        return await self.asks("PATCH", path, json=body, headers={"if-match": revision})


class House:
    """The application and everything a test may look at."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = Clock()
        self.signer = JwtSigner(SECRET, clock=self.clock)
        self.safe = AesSafe(SECRET)
        self.hasher = CountingHasher()
        self.mail = KeptMail()
        self.client = self.with_safe(self.safe)

    def with_safe(self, safe: AesSafe) -> httpx.AsyncClient:
        """A process that was given other keys."""
        app = create_app(
            [*routes(self.hasher, self.signer, safe), *profile.ROUTES],
            database=self.database,
            doorkeeper=SessionDoorkeeper(self.signer),
            settings=HttpSettings(
                public_url=PUBLIC_URL,
                secret_key=SECRET.encode(),
                environment="test",
                trusted_proxies=(PROXY,),
            ),
        )
        transport = httpx.ASGITransport(app, client=(PROXY, 40000))
        return httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL)

    async def post(self, path: str, **body: Any) -> httpx.Response:
        return await self.client.post(f"/api/auth/{path}", json=body)

    async def user(self, email: str, role: Role = Role.STUDENT, name: str = "Ada Lovelace") -> UUID:
        new = await prepare(self.hasher, Registration(email=email, name=name, password=PASSWORD))
        async with self.database.transaction() as conn:
            return (await create_user(conn, System("a test"), new, role)).id

    async def sign_in(
        self, email: str, password: str = PASSWORD, *, origin: str = "192.0.2.1", **more: str
    ) -> httpx.Response:
        return await self.client.post(
            "/api/auth/login",
            json={"email": email, "password": password, **more},
            headers={"x-forwarded-for": origin},
        )

    async def guest(self, email: str, role: Role = Role.STUDENT) -> Guest:
        """A new person, verified and signed in."""
        await self.user(email, role)
        return await self.signed_in(email)

    async def signed_in(self, email: str, password: str = PASSWORD) -> Guest:
        answer = await self.sign_in(email, password)
        assert answer.status_code == 200, answer.text
        return Guest(self, answer.json()["data"])

    async def deliver(self) -> None:
        """Run the jobs that wait, as a worker would."""
        async with self.database.transaction() as conn:
            rows = await conn.raw.fetch(
                "delete from pgqueuer where entrypoint = $1 returning payload", SEND_LETTER
            )
        for row in rows:
            letter = msgspec.json.decode(row["payload"], type=Letter)
            await send_letter(self.database, self.signer, self.mail, PUBLIC_URL, letter)

    async def token(self) -> str:
        """What the link of the newest letter carries."""
        await self.deliver()
        link = self.mail.sent[-1].link or ""
        assert link.startswith(f"{PUBLIC_URL}/")
        found = re.search(r"token=([\w-]+)$", link)
        assert found
        return found[1]

    async def value(self, sql: str, *args: object) -> Any:
        async with self.database.transaction() as conn:
            return await conn.raw.fetchval(sql, *args)

    @asynccontextmanager
    async def counted(self) -> AsyncIterator[list[str]]:
        """Every statement that is sent meanwhile; for a database of one connection."""
        sent: list[str] = []
        raw = self.database.pool.raw

        def note(record: Any) -> None:
            sent.append(re.sub("savepoint_[0-9a-f]+", "savepoint", record.query))

        raw.add_query_logger(note)
        try:
            yield sent
            await asyncio.sleep(0)  # loggers are called by the loop
        finally:
            raw.remove_query_logger(note)
