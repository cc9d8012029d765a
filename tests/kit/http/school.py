"""A small application that uses everything `kit.http` offers."""

import gzip
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID, uuid5

import httpx
import msgspec

from alcuin.kit.actor import Person, Role
from alcuin.kit.db import Conn, Database
from alcuin.kit.http import (
    Body,
    Claims,
    Envelope,
    HttpSettings,
    Listing,
    Request,
    Response,
    Who,
    claims,
    client_address,
    create_app,
    cursors,
    delete,
    edge,
    edit,
    get,
    post,
    prepared,
    read_edit,
)
from alcuin.kit.paging import Page, Paging
from alcuin.kit.problems import Conflict, Unauthenticated, Unavailable

NAMES = UUID("2b1a4c9e-5a50-4f7e-9d0e-0d8c4f4f0a01")
SETTINGS = HttpSettings(
    public_url="http://localhost:8000", secret_key=b"secret", environment="test"
)


class Difficulty(StrEnum):
    BEGINNER = "BEGINNER"
    ADVANCED = "ADVANCED"


class Link(Body, frozen=True):
    label: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    weight: Annotated[int, msgspec.Meta(ge=0, le=9)] = 0


class NewCourse(Body, frozen=True):
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    difficulty: Difficulty = Difficulty.BEGINNER
    links: Annotated[list[Link], msgspec.Meta(max_length=3)] = msgspec.field(default_factory=list)
    metadata: dict[str, Any] = msgspec.field(default_factory=dict)
    note: Annotated[str, msgspec.Meta(max_length=10)] | None = None


class CourseEdit(Body, frozen=True):
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=80)] | msgspec.UnsetType = (
        msgspec.UNSET
    )
    difficulty: Difficulty | msgspec.UnsetType = msgspec.UNSET


class CourseView(msgspec.Struct, frozen=True, rename="camel"):
    id: UUID
    title: str
    difficulty: Difficulty
    lesson_count: int


class CourseQuery(Paging, frozen=True):
    difficulty: Difficulty | None = None
    tags: list[str] = msgspec.field(default_factory=list)
    include_progress: bool = False


class CourseFull(Conflict):
    """The course is full."""

    code = "course_full"


COURSE = CourseView(uuid5(NAMES, "course"), "Memory", Difficulty.BEGINNER, 3)
BIG = b'{"text":"' + b"how memory works " * 400 + b'"}'
SMALL = gzip.compress(BIG, mtime=0)


@get("/api/courses", who=Who.PUBLIC)
async def list_courses(request: Request, query: CourseQuery) -> Response[Listing[CourseView]]:
    """List courses."""
    if query.cursor:
        cursors(request).open(query.cursor)
    async with edge(request) as at:
        page = Page(items=[COURSE], total=21, page=query.page, limit=query.limit, next_cursor="x")
        return at.page(page)


@post("/api/courses", who=Who.TEACHERS, once=True, refuses=(CourseFull,), answers={201: "Made."})
async def create_course(request: Request, data: NewCourse) -> Response[Envelope[CourseView]]:
    """Make a course.

    It belongs to whoever made it.
    """
    async with edge(request) as at:
        if data.title == "full":
            raise CourseFull(seats_left=0)
        await at.conn.run("select set_config('alcuin.made', 'yes', true)")
        shown = CourseView(COURSE.id, data.title, data.difficulty, len(data.links))
        return at.answer(shown, status=201, location=f"/api/courses/{shown.id}")


@get("/api/courses/{course_id:uuid}", who=Who.PUBLIC)
async def get_course(request: Request, course_id: UUID) -> Response[Envelope[CourseView]]:
    """Show a course."""
    async with edge(request) as at:
        return at.answer(COURSE, etag="3")


@edit("/api/courses/{course_id:uuid}", body=CourseEdit, if_match=True)
async def change_course(request: Request, course_id: UUID) -> Response[Envelope[CourseView]]:
    """Change a course."""
    async with edge(request) as at:
        at.if_match(3)
        wish = await read_edit(request, CourseEdit, current=COURSE)
        changes = {
            name: value
            for name, value in msgspec.structs.asdict(wish).items()
            if value is not msgspec.UNSET
        }
        return at.answer(msgspec.structs.replace(COURSE, **changes), etag="4")


@delete("/api/courses/{course_id:uuid}", who=Who.ADMINS)
async def delete_course(request: Request, course_id: UUID) -> Response[Envelope[None]]:
    """Throw a course away."""
    async with edge(request) as at:
        return at.answer(None, message="Gone.")


@post("/api/courses/{course_id:uuid}/enroll")
async def enroll(request: Request, course_id: UUID) -> Response[Envelope[None]]:
    """Take part."""
    async with edge(request) as at:
        return at.answer(None)


@get("/api/releases/{number:int}", who=Who.PUBLIC)
async def get_release(
    request: Request, number: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
) -> Response[Envelope[int]]:
    """Show a release, prepared beforehand."""
    return prepared(request, BIG, SMALL, "abc", "public, max-age=60")


@get("/api/hot", who=Who.SIGNED_IN)
async def hot(
    request: Request, days: Annotated[int, msgspec.Meta(ge=1, le=30)] = 7
) -> Response[Envelope[str]]:
    """Say who asks, from the token alone."""
    said = claims(request)
    return Response(msgspec.json.encode({"user": said.user_id, "days": days}))


@get("/api/me", who=Who.SIGNED_IN)
async def get_me(request: Request) -> Response[Envelope[str]]:
    """Say who I am."""
    async with edge(request) as at:
        return at.answer(f"{at.person.user_id} {client_address(request)}")


@get("/api/broken", who=Who.PUBLIC)
async def broken(request: Request) -> Response[Envelope[None]]:
    """Fail."""
    raise RuntimeError("secret detail of somebody@example.org")


@get("/api/away", who=Who.PUBLIC)
async def away(request: Request) -> Response[Envelope[None]]:
    """Have no database."""
    raise Unavailable(retry_after=2)


@get("/health/live", who=Who.PUBLIC, quiet=True)
async def live(request: Request) -> Response[Envelope[str]]:
    """Be alive."""
    return Response(b'{"status":"ok"}')


@post("/api/auth/login", who=Who.PUBLIC, body_limit=1_000)
async def login(request: Request, data: Link) -> Response[Envelope[str]]:
    """Sign in."""
    return Response(b"{}")


ROUTES = [
    list_courses,
    create_course,
    get_course,
    change_course,
    delete_course,
    enroll,
    get_release,
    hot,
    get_me,
    broken,
    away,
    live,
    login,
]

PEOPLE = {
    name: Person(
        user_id=uuid5(NAMES, name),
        session_id=uuid5(NAMES, f"session of {name}"),
        role=role,
        verified=name != "unverified",
        time_zone="UTC",
        language="en",
    )
    for name, role in {
        "learner": Role.STUDENT,
        "unverified": Role.STUDENT,
        "teacher": Role.INSTRUCTOR,
        "other teacher": Role.INSTRUCTOR,
        "admin": Role.ADMIN,
        "suspended": Role.ADMIN,
    }.items()
}


class Porter:
    """A doorkeeper whose tokens are names; `key_learner_read` is a token of the learner's."""

    mark = b"key_"

    async def look_up(self, _database: Database, token: str) -> Claims | None:
        _, name, scope = token.split("_")
        if name not in PEOPLE:
            return None
        return Claims(PEOPLE[name].user_id, PEOPLE[name].session_id, frozenset({scope}))

    def claims(self, token: str) -> Claims:
        if token not in PEOPLE:
            raise Unauthenticated
        return Claims(PEOPLE[token].user_id, PEOPLE[token].session_id)

    async def person(self, _conn: Conn, said: Claims) -> Person:
        found = next(each for each in PEOPLE.values() if each.user_id == said.user_id)
        if found is PEOPLE["suspended"]:
            raise Unauthenticated
        return found


class NoDatabase(Database):
    """Edges without PostgreSQL, for tests that are about HTTP alone."""

    def __init__(self) -> None:
        super().__init__(None, {})

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Conn]:
        yield Conn(self, {})

    async def execute(self, _sql: str, *_args: object) -> str:
        return "SELECT 0"

    async def fetchrow(self, _sql: str, *_args: object) -> "FirstAttempt":
        """Refusals are counted before they are audited; here each is the first."""
        return FirstAttempt((1, 60.0))


class FirstAttempt(tuple[int, float]):
    """A row as asyncpg gives it."""

    __slots__ = ()

    def keys(self) -> list[str]:
        return ["attempts", "seconds"]


class School:
    """The application and what it logged."""

    def __init__(self, database: Database | None = None, settings: HttpSettings = SETTINGS) -> None:
        self.log = io.BytesIO()
        self.app = create_app(
            ROUTES,
            database=database or NoDatabase(),
            doorkeeper=Porter(),
            settings=settings,
            log=self.log,
        )

    def client(self, token: str | None = None, address: str = "10.0.0.9") -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.app, client=(address, 1)),
            base_url="http://localhost:8000",
            headers={"authorization": f"Bearer {token}"} if token else {},
        )

    def lines(self) -> list[dict[str, Any]]:
        self.app.stop()
        return [msgspec.json.decode(line) for line in self.log.getvalue().splitlines()]
