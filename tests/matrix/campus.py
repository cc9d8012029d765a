"""The whole application over HTTP, and people of every kind, on a database that is rolled back."""

import hashlib
import io
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec

from alcuin import web
from alcuin.adapters.files import FolderFiles
from alcuin.adapters.mail import KeptMail
from alcuin.adapters.passwords import Argon2Hasher
from alcuin.app import wiring
from alcuin.app.application import http_settings
from alcuin.app.parts import put_together
from alcuin.app.settings import Settings, read_settings
from alcuin.identity import SessionDoorkeeper
from alcuin.kit.actor import Role
from alcuin.kit.db import Database
from alcuin.kit.files import Files
from alcuin.kit.http import create_app
from alcuin.kit.pace import Pace
from alcuin.media import Bounds, Workshop

SETTINGS = read_settings(
    {
        "ALCUIN_SECRET_KEY": "a secret of a test, long enough to be one",
        "ALCUIN_DATA_DIR": "/nonexistent",
        "ALCUIN_PUBLIC_URL": "https://learn.example.org",
        "ALCUIN_TRUSTED_PROXIES": "127.0.0.1",
        "ALCUIN_LIMITS": "off",
    }
)
PASSWORD = "quiet harbour 17"


class Visitor:
    """Somebody who asks; without a token nobody in particular."""

    def __init__(self, campus: "Campus") -> None:
        self.campus = campus
        self.token: str | None = None
        self.id = uuid4()
        self.session_id = uuid4()
        self.spare_session_id = uuid4()
        self.token_id = uuid4()
        self.notice_id = uuid4()

    async def asks(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= more.pop("headers", {})
        return await self.campus.client.request(method, path, headers=headers, **more)

    async def does(self, method: str, path: str, **more: Any) -> Any:
        """Ask what must succeed; answers its data."""
        answer = await self.asks(method, path, **more)
        assert answer.is_success, f"{method} {path}: {answer.text}"
        return answer.json()["data"]


class Course(msgspec.Struct):
    """A course with a lesson of two sections, and one that has none."""

    id: str
    lesson_id: str
    empty_lesson_id: str
    section_id: str
    other_section_id: str
    media_id: str = ""
    """A file that a section shows, where somebody has uploaded one."""

    spare_media_id: str = ""
    """A file that nothing shows yet."""


class Campus:
    """Every route of the product, with its own doorkeeper, tokens and log."""

    def __init__(
        self,
        database: Database,
        *,
        files: Files | None = None,
        bounds: Bounds = Bounds(),  # noqa: B008  frozen, as the next
        pace: Pace = Pace(),  # noqa: B008
        settings: Settings = SETTINGS,
    ) -> None:
        self.database = database
        self.folder = Path(tempfile.mkdtemp(prefix="alcuin-campus-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self.log = io.BytesIO()
        self.mail = KeptMail()
        quick = Argon2Hasher(memory_kib=8, passes=1, threads=2)
        parts = msgspec.structs.replace(
            put_together(settings, database),
            hasher=quick,
            mail=self.mail,
            files=files or FolderFiles(self.folder / "media"),
            workshop=Workshop(self.folder / "uploads", bounds, pace),
        )
        self.parts = parts
        parts.streams.close()  # each ends where it begins: an answer that goes on is no answer here
        self.app = create_app(
            wiring.routes(parts),
            database=database,
            doorkeeper=SessionDoorkeeper(parts.signer),
            settings=http_settings(settings),
            log=self.log,
            refusal_page=web.refusal_page(settings.env),
        )
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app, client=("127.0.0.1", 40_000)),
            base_url=SETTINGS.public_url,
        )
        self._document: Any = None
        self._hash = ""

    def nobody(self) -> Visitor:
        return Visitor(self)

    async def somebody(
        self, name: str, role: Role = Role.STUDENT, *, verified: bool = True
    ) -> Visitor:
        """A person with two live sessions, who has just proved who they are."""
        self._hash = self._hash or await self.parts.hasher.hash(PASSWORD)
        made = Visitor(self)
        await self.run(
            """
            with someone as (
              insert into app_user (id, email, email_key, name, role, password_hash,
                email_verified_at)
              values ($1, $2, $2, $3, $4, $5, case when $6 then kit_now() end)),
            told as (
              insert into notice (id, user_id, number, event_id, kind, in_app)
              values ($8, $1, 1, 0, 'NEW_DEVICE', true)),
            box as (insert into notice_box (user_id, last_number) values ($1, 1))
            insert into session (id, user_id, expires_at, proved_at)
            select id, $1, kit_now() + interval '1 day', kit_now() from unnest($7::uuid[]) id
            """,
            made.id,
            address(name),
            name,
            role,
            self._hash,
            verified,
            [made.session_id, made.spare_session_id],
            made.notice_id,
        )
        made.token = self.parts.signer.access(made.id, made.session_id)
        return made

    async def course(self, owner: Visitor, title: str = "Stars") -> Course:
        new = {"title": title, "description": f"All about {title}.", "category": "Sky"}
        course = (await owner.does("POST", "/api/courses", json=new))["id"]
        lessons = f"/api/courses/{course}/lessons"
        lesson = (await owner.does("POST", lessons, json={"title": "One"}))["id"]
        empty = (await owner.does("POST", lessons, json={"title": "Two"}))["id"]
        sections = [
            (await owner.does("POST", f"/api/lessons/{lesson}/sections", json=each))["id"]
            for each in ({"title": "First", "content": "1"}, {"title": "Second", "content": "2"})
        ]
        return Course(course, lesson, empty, *sections)

    async def document(self) -> Any:
        """The OpenAPI document as it is served."""
        if self._document is None:
            self._document = (await self.client.get("/api/openapi.json")).json()
        return self._document

    async def run(self, sql: str, *args: object) -> None:
        async with self.database.transaction() as conn:
            await conn.raw.execute(sql, *args)

    async def value(self, sql: str, *args: object) -> Any:
        async with self.database.transaction() as conn:
            return await conn.raw.fetchval(sql, *args)

    async def knows_token(self, token: str, purpose: str, user_id: UUID) -> None:
        """Let a link with this token be under way."""
        await self.run(
            """
            insert into one_time_token (hash, user_id, purpose, expires_at)
            values ($1, $2, $3, kit_now() + interval '1 day')
            """,
            hashlib.sha256(token.encode()).digest(),
            user_id if purpose != "FIRST_ADMINISTRATOR" else None,
            purpose,
        )


def address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.org"
