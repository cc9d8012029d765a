"""The restore drill: taken under writers, restored into another cluster, and served from there."""

import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest

from alcuin import analytics
from alcuin.app import wiring
from alcuin.app.refusals import REFUSALS
from alcuin.app.schema import migrate
from alcuin.kit.actor import Role
from alcuin.kit.db import Database, open_database
from alcuin.kit.events import Projection, RestoredElsewhere, rebuild
from alcuin.kit.worker import run_worker
from alcuin.ops.backup import rebase_log
from alcuin.ops.embedded import Server, bin_dir, running
from tests.conftest import QUICK, at
from tests.drills.practice import eventually, is_read_to_the_end
from tests.matrix.campus import PASSWORD, Campus, Course, Visitor, address
from tests.media.samples import photo
from tests.ops.school import Site
from tests.progress.checking import what_is_wrong

LEARNERS = 6
COUNTED = """
select array_agg((course_id, enrolled, active, completed)::text order by course_id)
from course_count join reader r using (generation)
where r.name = 'analytics.courses' and r.current
"""


class Acknowledged(msgspec.Struct):
    """What somebody was told has happened."""

    completions: list[tuple[object, str]] = []
    files: list[str] = []


@pytest.fixture(scope="module")
def other_server() -> Iterator[Server]:
    """A cluster of its own, whose transaction ids are far behind."""
    folder = Path(tempfile.mkdtemp(prefix="alcuin-drill-", dir="/var/tmp"))
    folder.chmod(0o755)
    with running(folder, tuning=QUICK) as server:
        yield server
    shutil.rmtree(folder)


@asynccontextmanager
async def site(server: Server, name: str, folder: Path) -> AsyncIterator[Site]:
    """An empty database on that cluster."""
    admin = await asyncpg.connect(server.admin_url)
    await admin.execute(f"create database {name}")
    try:
        yield Site(at(server.url, name), at(server.admin_url, name), folder)
    finally:
        await admin.execute(f"drop database {name} with (force)")
        await admin.close()


@asynccontextmanager
async def served(where: Site) -> AsyncIterator[Campus]:
    """The whole application over that installation."""
    database = await open_database(where.url, REFUSALS, size=12)
    campus = Campus(database, files=where.files)
    async with campus.client:
        yield campus
    await database.pool.close()


@asynccontextmanager
async def a_worker(campus: Campus, where: Site) -> AsyncIterator[None]:
    """Readers and jobs, until they have nothing left to do."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(
            run_worker(
                campus.database,
                where.url,
                stop,
                readers=wiring.readers(),
                jobs=wiring.jobs(campus.parts),
                crons=[],
            )
        )
        yield
        await eventually(lambda: is_read_to_the_end(campus.database))
        stop.set()


async def studies(campus: Campus, course: Course, told: Acknowledged, stop: asyncio.Event) -> None:
    """One learner after the other enrolls and completes; every third uploads a photo."""
    number = 0
    while not stop.is_set():
        number += 1
        learner = await campus.somebody(f"l{number}-{id(asyncio.current_task())}")
        await learner.does("POST", f"/api/courses/{course.id}/enroll")
        for section in (course.section_id, course.other_section_id):
            await learner.does("POST", to_complete(course, section))
            told.completions.append((learner.id, section))
        if number % 3 == 0:
            told.files.append(await uploads(learner))


async def uploads(learner: Visitor) -> str:
    form = {"file": ("p.jpg", photo(width=400, height=300), "image/jpeg")}
    made = await learner.does("POST", "/api/media", files=form)
    return str(made["url"])


def to_complete(course: Course, section: str) -> str:
    return f"/api/progress/lessons/{course.lesson_id}/sections/{section}/complete"


async def begun(campus: Campus) -> tuple[Visitor, Course]:
    """A published course, and somebody who has completed half of it."""
    teacher = await campus.somebody("tycho", Role.INSTRUCTOR)
    course = await campus.course(teacher)
    await teacher.does("POST", f"/api/courses/{course.id}/publish", json={})
    ada = await campus.somebody("ada")
    await ada.does("POST", f"/api/courses/{course.id}/enroll")
    await ada.does("POST", to_complete(course, course.section_id))
    return ada, course


async def signed_in(campus: Campus, name: str) -> Visitor:
    """With the password, as everybody does after a restore."""
    visitor = campus.nobody()
    entering = {"email": address(name), "password": PASSWORD}
    visitor.token = (await visitor.does("POST", "/api/auth/login", json=entering))["accessToken"]
    return visitor


async def wrong(database: Database) -> dict[str, int]:
    async with database.transaction() as conn:
        found = await what_is_wrong(conn)
    return {name: count for name, count in found.items() if count}


def the_projection() -> Projection:
    (found,) = (r for r in analytics.readers() if isinstance(r, Projection))
    return found


async def goes_on(campus: Campus, where: Site, course: Course) -> None:
    """Ada signs in, reads on and completes the course; every reader hears of it."""
    ada = await signed_in(campus, "ada")
    async with a_worker(campus, where):
        await ada.does("GET", f"/api/courses/{course.id}?include=content")
        await ada.does("POST", to_complete(course, course.other_section_id))
    assert await wrong(campus.database) == {}
    before = await campus.value(COUNTED)
    await rebuild(campus.database, the_projection())
    assert await campus.value(COUNTED) == before is not None


async def test_r34_a_backup_taken_under_writers_is_equal_elsewhere_and_serves(
    database: Database,
    database_urls: tuple[str, str],
    other_server: Server,
    tmp_path: Path,
) -> None:
    here = Site(*database_urls, tmp_path / "here")
    told, stop = Acknowledged(), asyncio.Event()
    campus = Campus(database, files=here.files)
    ada, course = await begun(campus)
    async with a_worker(campus, here), asyncio.TaskGroup() as group:
        for _ in range(LEARNERS):
            group.create_task(studies(campus, course, told, stop))
        await eventually(lambda: len(told.completions) >= 4 * LEARNERS and told.files)
        before = msgspec.structs.replace(told, completions=[*told.completions], files=[*told.files])
        archive, taken = await here.taken()
        after = len(told.completions)
        stop.set()

    async with site(other_server, "restored", tmp_path / "there") as there:
        await migrate(there.owner)
        await there.restored(archive)
        assert await there.rows() == taken.manifest.tables
        assert len(await there.keys()) == taken.manifest.files > 0
        async with served(there) as moved:
            assert (await _refused(moved, ada)) == 401
            await _holds(moved, before)
            assert await wrong(moved.database) == {}
            await goes_on(moved, there, course)
    print(  # noqa: T201  worth seeing
        f"{taken.manifest.rows} rows, {taken.manifest.files} files; "
        f"{after - len(before.completions)} completions while the backup was taken"
    )


async def _refused(campus: Campus, somebody: Visitor) -> int:
    """What a session of before is answered."""
    stranger: Any = campus.nobody()
    stranger.token = somebody.token
    answer = await stranger.asks("GET", "/api/auth/me")
    return int(answer.status_code)


async def _holds(campus: Campus, told: Acknowledged) -> None:
    """Nothing is missing that was acknowledged before the backup began (V1)."""
    missing = await campus.value(
        """
        select count(*) from unnest($1::uuid[], $2::uuid[]) a(u, s) where not exists (
          select from section_progress p where p.user_id = a.u and p.section_id = a.s)
        """,
        [user for user, _ in told.completions],
        [section for _, section in told.completions],
    )
    assert missing == 0
    ids = [url.rsplit("/", 1)[1] for url in told.files]
    known = await campus.value("select count(*) from media where id = any($1::uuid[])", ids)
    assert known == len(ids) > 0
    for each in ids:
        assert await campus.parts.files.size(f"{each}/original")


async def test_a_database_moved_by_pg_dump_is_read_on_after_the_log_is_rebased(
    database: Database,
    database_urls: tuple[str, str],
    other_server: Server,
    tmp_path: Path,
) -> None:
    here = Site(*database_urls, tmp_path / "here")
    campus = Campus(database, files=here.files)
    _, course = await begun(campus)
    async with a_worker(campus, here):
        pass
    await (await campus.somebody("late")).does("POST", f"/api/courses/{course.id}/enroll")
    dump = tmp_path / "alcuin.dump"
    _run("pg_dump", "--format=custom", "--exclude-extension=*", f"--file={dump}", here.owner)

    async with site(other_server, "moved", tmp_path / "here") as there:
        _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={there.owner}", str(dump))
        async with served(there) as moved:
            with pytest.raises(ExceptionGroup) as refused:
                async with a_worker(moved, there):
                    pass
            assert refused.group_contains(RestoredElsewhere)
            assert await rebase_log(there.owner)  # so many events lay in the future
            assert await rebase_log(there.owner) is None
            await goes_on(moved, there, course)


def _run(program: str, *arguments: str) -> None:
    subprocess.run([bin_dir() / program, *arguments], check=True)
