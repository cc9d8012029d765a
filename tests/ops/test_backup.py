"""Backups taken and restored: what comes back, and what never does."""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import asyncpg
import pytest

from alcuin import analytics
from alcuin.adapters.files import FolderFiles
from alcuin.app.refusals import REFUSALS
from alcuin.kit.audit.chain import seal, verify
from alcuin.kit.audit.data import Whole
from alcuin.kit.db import Database, open_database
from alcuin.kit.events import Projection, prepare_readers, rebuild
from alcuin.media import REMOVAL_LOCK
from alcuin.ops.backup import (
    BackupExists,
    InUse,
    NotEmpty,
    examine,
    require_empty,
    take,
    whole_file,
)
from alcuin.ops.backup.connecting import connected
from alcuin.ops.backup.queries import catalog
from alcuin.ops.backup.queries.copying import LEFT_OUT
from tests.ops import school
from tests.ops.school import Site

PROPS = """
select array_agg(text order by text) from (
  select pg_get_indexdef(indexrelid) from pg_index
  union all select concat(conname, conrelid::regclass, pg_get_constraintdef(oid))
  from pg_constraint where connamespace = 'public'::regnamespace) props (text)
"""


async def test_what_is_restored_is_what_was_taken(
    database: Database, here: Site, elsewhere: Site
) -> None:
    room = await school.founded(database)
    await school.uploaded(database, here.files, await room.teacher())
    archive, told = await here.taken()
    await elsewhere.restored(archive)

    again, told_again = await elsewhere.taken()

    assert told_again.manifest == told.manifest
    assert told.manifest.files == len(await here.keys()) > 1
    assert await elsewhere.keys() == await here.keys()
    for part in (p for p in school.parts_of(archive) if p.startswith("media/")):
        assert school.part_of(again, part) == school.part_of(archive, part)


async def test_the_schema_stands_as_before(database: Database, here: Site, elsewhere: Site) -> None:
    before = await elsewhere.value(PROPS)
    await school.founded(database)
    archive, _ = await here.taken()
    await elsewhere.restored(archive)
    assert await elsewhere.value(PROPS) == before


async def test_new_rows_get_numbers_that_were_never_given(
    database: Database, here: Site, elsewhere: Site
) -> None:
    await school.founded(database)
    await here.value("delete from event where id = (select max(id) from event)")
    last = await here.value("select last_value from event_id_seq")
    archive, _ = await here.taken()
    await elsewhere.restored(archive)
    insert = "insert into event (kind) values ('test.happened') returning id"
    assert await elsewhere.value(insert) == last + 1


async def test_who_was_signed_in_signs_in_anew_and_links_are_dead(
    database: Database, here: Site, elsewhere: Site
) -> None:
    await school.founded(database)
    await elsewhere.value(
        "insert into one_time_token (hash, purpose, expires_at) values "
        "(sha256('x'), 'FIRST_ADMINISTRATOR', now() + interval '1 day')",
    )
    archive, told = await here.taken()
    await elsewhere.restored(archive)
    for table in LEFT_OUT:
        assert table not in told.manifest.tables
        assert await elsewhere.value(f"select count(*) from {table}") == 0  # noqa: S608  names of ours


async def test_tables_that_are_left_out_are_there_and_counters_are_left_out_too(
    database: Database, here: Site
) -> None:
    async with connected(here.owner) as conn:
        known = {table.name for table in await catalog.list_tables(conn)}
    _, told = await here.taken()
    assert set(LEFT_OUT) <= known
    assert "attempt_counter" not in told.manifest.tables
    assert "alembic_version" not in told.manifest.tables


async def test_a_job_that_was_running_waits(
    database: Database, here: Site, elsewhere: Site
) -> None:
    await here.value(
        "insert into pgqueuer (priority, status, entrypoint, queue_manager_id) "
        "values (0, 'picked', 'test.job', gen_random_uuid())",
    )
    archive, _ = await here.taken()
    await elsewhere.restored(archive)
    assert await elsewhere.value("select status::text from pgqueuer") == "queued"
    assert await elsewhere.value("select queue_manager_id from pgqueuer") is None


# ------------------------------------------------------------------ the log


async def test_no_reader_misses_an_event_or_takes_one_twice(
    database: Database, here: Site, elsewhere: Site
) -> None:
    """At the end, within a target, at the beginning, a reaction: each goes on where it was."""
    for url in (here.owner, elsewhere.owner):
        conn = await asyncpg.connect(url)
        await conn.execute(school.NOTED)
        await conn.close()
    done, within, new = (school.noting(f"test.{n}") for n in ("done", "within", "new"))
    await school.happen(database, 5)
    await school.catch_up(database, done, school.REACTING)  # who reacts to none of the five
    await school.happen(database, 4)
    await school.catch_up(database, school.REACTING)
    await school.stay_behind(database, within, 3)
    await prepare_readers(database, [new])
    async with database.transaction() as open_then:  # drew its id before, commits after others
        await open_then.run("insert into event (kind) values ('test.happened')")
        await school.happen(database, 2)
        await school.catch_up(database, done)
    archive, _ = await here.taken()
    await elsewhere.restored(archive)

    restored = await open_database(elsewhere.url, REFUSALS, size=4)
    await school.happen(restored, 2)
    await school.catch_up(restored, done, within, new, school.REACTING)
    await restored.pool.close()

    noted = "select array_agg(event_id order by event_id) from noted where reader = $1"
    everything = await elsewhere.value("select array_agg(id order by id) from event")
    for reader in (done, within, new):
        assert await elsewhere.value(noted, f"{reader.name}.1") == everything
    assert await elsewhere.value(noted, "reacting") == everything[5:]


async def test_a_projection_that_came_back_equals_its_rebuild(
    database: Database, here: Site, elsewhere: Site
) -> None:
    (projection,) = (r for r in analytics.readers() if isinstance(r, Projection))
    await school.founded(database)
    await school.catch_up(database, projection)
    archive, _ = await here.taken()
    await elsewhere.restored(archive)
    counted = "select array_agg((course_id, enrolled, active, completed)::text) from course_count"
    before = await elsewhere.value(counted)

    restored = await open_database(elsewhere.url, REFUSALS, size=4)
    await school.catch_up(restored, projection)
    assert await elsewhere.value(counted) == before
    assert await rebuild(restored, projection) == 2
    await restored.pool.close()
    assert await elsewhere.value(counted) == before is not None


async def test_the_chain_over_the_audit_is_whole_where_it_came_back(
    database: Database, here: Site, elsewhere: Site
) -> None:
    await school.founded(database)
    async with database.transaction() as conn:
        head = await seal(conn, whole=True)
    archive, _ = await here.taken()
    await elsewhere.restored(archive)
    restored = await open_database(elsewhere.url, REFUSALS, size=2)
    async with restored.transaction() as conn:
        found = await verify(conn, head)
    await restored.pool.close()
    assert isinstance(found, Whole)
    assert found.head == head is not None


# ------------------------------------------------------------------ while the system runs


class Watched(FolderFiles):
    """A store that says what is possible while it is read."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder)
        self._url = url
        self.remover_got_in: list[object] = []
        self.snapshots: list[object] = []

    async def read(
        self, key: str, start: int = 0, length: int | None = None
    ) -> AsyncIterator[bytes]:
        lock = "select pg_try_advisory_xact_lock($1)"
        self.remover_got_in.append(await school.value(self._url, lock, REMOVAL_LOCK))
        held = (  # other tests take backups of other databases beside
            "select count(*) from pg_stat_activity where application_name = 'alcuin backup'"
            " and datname = current_database() and backend_xmin is not null"
        )
        self.snapshots.append(await school.value(self._url, held))
        async for piece in super().read(key, start, length):
            yield piece


async def test_files_are_copied_with_their_remover_kept_away_and_no_snapshot_held(
    database: Database, here: Site
) -> None:
    room = await school.founded(database)
    await school.uploaded(database, here.files, await room.teacher())
    watched = Watched(here.folder, here.owner)
    told = await take(here.owner, watched, BytesIO())
    assert told.manifest.files == len(watched.remover_got_in)
    assert set(watched.remover_got_in) == {False}
    assert set(watched.snapshots) == {0}
    free = await here.value("select pg_try_advisory_xact_lock($1)", REMOVAL_LOCK)
    assert free is True


async def test_a_file_that_is_lost_or_damaged_is_named_and_all_others_are_taken(
    database: Database, here: Site, elsewhere: Site
) -> None:
    room = await school.founded(database)
    owner = await room.teacher()
    lost, damaged, whole = [await school.uploaded(database, here.files, owner) for _ in range(3)]
    (here.folder / lost / "original").unlink()
    body = here.folder / damaged / "original"
    body.write_bytes(body.read_bytes()[:-1] + b"!")

    archive, told = await here.taken()
    await elsewhere.restored(archive)

    assert told.broken == [f"{lost}/original", f"{damaged}/original"]
    assert told.manifest.missing == 2
    assert f"{whole}/original" in await elsewhere.keys()
    assert f"{lost}/original" not in await elsewhere.keys()


# ------------------------------------------------------------------ where it may go


async def test_nothing_is_restored_over_people(database: Database, here: Site) -> None:
    await school.founded(database)
    archive, _ = await here.taken()
    with pytest.raises(NotEmpty):
        await require_empty(here.owner, examine(archive))
    with pytest.raises(NotEmpty):
        await here.restored(archive)


async def test_nothing_is_restored_under_a_running_server(database: Database, here: Site) -> None:
    archive, _ = await here.taken()
    with pytest.raises(InUse):  # the fixture's own pool
        await require_empty(here.owner, examine(archive))


async def test_two_restores_at_once_are_one(
    database: Database, here: Site, elsewhere: Site
) -> None:
    await school.founded(database)
    archive, _ = await here.taken()
    both = await asyncio.gather(
        elsewhere.restored(archive),
        elsewhere.restored(BytesIO(archive.getvalue())),
        return_exceptions=True,
    )
    assert [type(each) for each in both if each] == [NotEmpty]


# ------------------------------------------------------------------ the file


def test_a_backup_is_there_whole_or_not_at_all_for_its_owner_only(tmp_path: Path) -> None:
    target = tmp_path / "backup.tar"

    def interrupted() -> None:
        with whole_file(target) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []
    with whole_file(target) as file:
        file.write(b"whole")
        assert not target.exists()
    assert target.read_bytes() == b"whole"
    assert target.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BackupExists), whole_file(target):
        raise AssertionError
    assert [path.name for path in tmp_path.iterdir()] == ["backup.tar"]
