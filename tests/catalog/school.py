"""The catalog over HTTP, for people who show their id as a token."""

from typing import Any
from uuid import UUID

import httpx

from alcuin.catalog import routes
from alcuin.kit.actor import Person, Role
from alcuin.kit.db import Conn, Database
from alcuin.kit.http import Claims, HttpSettings, create_app
from alcuin.kit.problems import Unauthenticated

SETTINGS = HttpSettings(
    public_url="http://localhost:8000", secret_key=b"a secret of a test", environment="test"
)


class Ushers:
    """Take a user's id for a token."""

    mark = b"of no token"

    async def look_up(self, _database: Database, _token: str) -> Claims | None:
        return None

    def claims(self, token: str) -> Claims:
        try:
            return Claims(UUID(token), UUID(token))
        except ValueError:
            raise Unauthenticated from None

    async def person(self, conn: Conn, claims: Claims) -> Person:
        return await conn.one(
            Person,
            """
            select id as user_id, id as session_id, role, true as verified, time_zone, language
            from app_user where id = $1
            """,
            claims.user_id,
        )


class Author:
    """Somebody with an account."""

    def __init__(self, school: "School", user_id: UUID) -> None:
        self.school = school
        self.id = user_id

    async def asks(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.school.client.request(
            method, path, json=body, headers={"authorization": f"Bearer {self.id}", **named}
        )

    async def makes(self, path: str, **body: Any) -> dict[str, Any]:
        """POST what must be created; answers its data."""
        answer = await self.asks("POST", path, body)
        assert answer.status_code == 201, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    async def edits(self, path: str, if_match: str = "*", **body: Any) -> httpx.Response:
        return await self.asks("PATCH", path, body, if_match=if_match)

    async def course(self, title: str = "Knots", **more: Any) -> dict[str, Any]:
        return await self.makes(
            "/api/courses", **{"title": title, "description": "", "category": "Crafts"} | more
        )

    async def lesson(self, course: dict[str, Any], title: str, **more: Any) -> dict[str, Any]:
        return await self.makes(f"/api/courses/{course['id']}/lessons", title=title, **more)

    async def section(self, lesson: dict[str, Any], title: str, **more: Any) -> dict[str, Any]:
        return await self.makes(f"/api/lessons/{lesson['id']}/sections", title=title, **more)

    async def file(self, course: dict[str, Any] | None, width: int | None = 1600) -> str:
        """Upload a picture into a course, or a text where it has no width; answers its address.

        Its row alone: what is stored is nothing to the catalog.
        """
        media_id = await self.school.value(
            """
            insert into media (owner_id, course_id, name, type, bytes, stored_bytes, sha256,
              width, height, widths, rendition_bytes)
            values ($1, $2, 'a file', case when $3::int is null then 'text/plain'
                else 'image/webp' end, 10, 20,
              sha256('x'), $3, $3, case when $3 > 320 then array[320] else '{}' end,
              case when $3 > 320 then array[10] else '{}' end) returning id
            """,
            self.id,
            UUID(course["id"]) if course else None,
            width,
        )
        return f"/api/media/{media_id}"

    async def publishes(self, course: dict[str, Any]) -> list[tuple[str, str]]:
        """Answers kind and detail of what was rendered otherwise than written."""
        done = await self.makes(f"/api/courses/{course['id']}/publish")
        return [(note["kind"], note["detail"]) for note in done["notes"]]


class School:
    """The room and everything a test may look at."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._people = 0
        app = create_app(
            routes(frozenset()), database=database, doorkeeper=Ushers(), settings=SETTINGS
        )
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url=SETTINGS.public_url
        )

    async def somebody(self, role: Role = Role.INSTRUCTOR, name: str = "Ada") -> Author:
        self._people += 1
        async with self.database.transaction() as conn:
            user_id = await conn.value(
                UUID,
                """
                insert into app_user (email, email_key, name, role, password_hash,
                  email_verified_at)
                values ($1, $1, $2, $3, '-', kit_now()) returning id
                """,
                f"person{self._people}@example.org",
                name,
                role,
            )
        assert user_id
        return Author(self, user_id)

    async def value(self, sql: str, *args: object) -> Any:
        async with self.database.transaction() as conn:
            return await conn.raw.fetchval(sql, *args)

    async def titles(self, course: dict[str, Any]) -> dict[str, list[str]]:
        """Sections by lesson, in their order; positions must run from 1 without a gap."""
        async with self.database.transaction() as conn:
            lessons = await conn.raw.fetch(
                "select id, title, position from lesson where course_id = $1 order by position",
                UUID(course["id"]),
            )
            sections = await conn.raw.fetch(
                """
                select lesson_id, title, position from section
                where course_id = $1 order by position
                """,
                UUID(course["id"]),
            )
        assert [lesson["position"] for lesson in lessons] == [*range(1, len(lessons) + 1)]
        found: dict[str, list[str]] = {}
        for lesson in lessons:
            own = [s for s in sections if s["lesson_id"] == lesson["id"]]
            assert [s["position"] for s in own] == [*range(1, len(own) + 1)]
            found[lesson["title"]] = [s["title"] for s in own]
        return found
