"""The embedded server, started, shared, killed and repaired for real; as root or as anybody.

Over 300 lines, because all promises about one server share its fixtures and its helpers.
"""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import asyncpg
import psutil
import pytest

from alcuin.ops import embedded

IS_ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not IS_ROOT, reason="only root starts it as somebody else")


@pytest.fixture(scope="module")
def base() -> Iterator[Path]:
    """A folder that the server's system user can reach; pytest's own is closed to it."""
    path = Path(tempfile.mkdtemp(prefix="alcuin-test-", dir="/var/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def used(base: Path) -> Path:
    """A data folder that has had its first start."""
    with embedded.running(base / "used"):
        pass
    return base / "used"


@contextmanager
def another_process(data_dir: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another command that uses the server; it has started or joined when this returns."""
    command = [sys.executable, "-m", "alcuin.ops.embedded", str(data_dir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("postgresql://alcuin_app@")
        try:
            yield process
        finally:
            process.kill()


def kill_a_start(data_dir: Path, moment: float) -> None:
    command = [sys.executable, "-m", "alcuin.ops.embedded", str(data_dir)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(moment)
        process.kill()


@contextmanager
def as_user(name: str) -> Iterator[None]:
    """Act as another user of this machine, as far as the kernel's answers go."""
    os.seteuid(pwd.getpwnam(name).pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)


async def ask(url: str, sql: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def postmaster(data_dir: Path) -> psutil.Process:
    pid_file = data_dir / "postgres" / "cluster" / "postmaster.pid"
    return psutil.Process(int(pid_file.read_text().splitlines()[0]))


def is_stopped(data_dir: Path) -> bool:
    home = data_dir / "postgres"
    return not (home / "cluster" / "postmaster.pid").exists() and not (home / "run").is_symlink()


async def test_a_first_start_makes_a_database_that_the_next_start_finds_again(base: Path) -> None:
    with embedded.running(base / "first") as server:
        await ask(server.admin_url, "create table course (title text)")
        assert await ask(server.admin_url, "show data_checksums") == "on"
        assert await ask(server.admin_url, "show fsync") == "on"
        assert await ask(server.admin_url, "select 'Ä' < 'Z' collate \"C\"") is False
        assert await ask(server.admin_url, "select lower('Ä')") == "ä"
        assert await ask(server.admin_url, "select 'ärger' % 'Ärger'") is True
    assert is_stopped(base / "first")
    with embedded.running(base / "first") as server:
        assert await ask(server.admin_url, "select count(*) from course") == 0


async def test_the_server_has_no_tcp_port_and_its_socket_is_closed_to_others(used: Path) -> None:
    with embedded.running(used) as server:
        assert await ask(server.admin_url, "show listen_addresses") == ""
        assert postmaster(used).net_connections("inet") == []
        assert server.socket_dir.stat().st_mode & 0o777 == 0o700
        assert (server.socket_dir / ".s.PGSQL.5432").stat().st_mode & 0o777 == 0o700
    assert not server.socket_dir.exists()


async def test_two_commands_share_one_server_and_the_last_one_out_stops_it(used: Path) -> None:
    with another_process(used) as other:
        first = postmaster(used).pid
        with embedded.running(used) as server:
            other.send_signal(signal.SIGTERM)
            assert other.wait() == 0
            assert postmaster(used).pid == first
            assert await ask(server.url, "select current_user") == "alcuin_app"
    assert is_stopped(used)


def test_ctrl_c_stops_a_server_that_nobody_else_uses(used: Path) -> None:
    with another_process(used) as other:
        assert os.getsid(postmaster(used).pid) != os.getsid(other.pid)
        other.send_signal(signal.SIGINT)
        assert other.wait() == 0
        assert is_stopped(used)


def test_a_killed_command_has_no_claim_left(used: Path) -> None:
    with another_process(used) as other:
        first = postmaster(used).pid
        other.kill()
        other.wait()
        with embedded.running(used):
            assert postmaster(used).pid == first
    assert is_stopped(used)


async def test_a_killed_server_comes_back_at_the_same_address_for_those_who_use_it(
    used: Path,
) -> None:
    with another_process(used), embedded.running(used) as server:
        first = postmaster(used)
        first.kill()
        first.wait()
        await ask_until_answered(server.url)
        assert postmaster(used) != first


async def ask_until_answered(url: str) -> None:
    for _ in range(1000):
        with suppress(OSError, asyncpg.PostgresError):
            await ask(url, "select 1")
            return
        await asyncio.sleep(0.01)
    pytest.fail("no answer")


async def test_a_start_repairs_what_a_killed_server_and_its_killed_user_left(used: Path) -> None:
    with another_process(used) as other:
        server_process = postmaster(used)
        leftovers = (used / "postgres" / "run").readlink()
        other.send_signal(signal.SIGSTOP)  # or it would mend the server first
        server_process.kill()
        other.kill()
        other.wait()
    assert (leftovers / ".s.PGSQL.5432").exists()
    with embedded.running(used) as server:
        assert await ask(server.url, "select 1") == 1
    assert is_stopped(used)
    assert not leftovers.exists()


async def test_a_pid_file_that_names_somebody_elses_process_is_no_obstacle(used: Path) -> None:
    pid_file = used / "postgres" / "cluster" / "postmaster.pid"
    pid_file.write_text(f"{os.getppid()}\n{pid_file.parent}\n1\n5432\n/tmp\n\n  1 1\nready\n")
    with embedded.running(used) as server:
        assert await ask(server.url, "select 1") == 1


async def test_a_half_made_cluster_is_thrown_away(base: Path) -> None:
    data_dir = embedded.make_data_dir(base / "half")
    half = data_dir / "postgres" / "cluster.new" / "base"
    half.mkdir(parents=True)
    (half.parent / "PG_VERSION").write_text("18\n")
    (data_dir / "postgres" / "door.lock").touch()
    with embedded.running(data_dir) as server:
        assert await ask(server.url, "select 1") == 1
    assert not half.parent.exists()


@pytest.mark.parametrize("moment", [0.3, 0.7, 1.1])
async def test_a_first_start_may_be_killed_at_any_moment(base: Path, moment: float) -> None:
    data_dir = base / f"killed-{moment}"
    kill_a_start(data_dir, moment)
    with embedded.running(data_dir) as server:
        assert await ask(server.url, "select 1") == 1
    assert is_stopped(data_dir)
    assert not list((data_dir / "postgres").glob("*.new"))


def test_a_large_log_is_put_aside_once(used: Path) -> None:
    log = used / "postgres" / "server.log"
    os.truncate(log, 11 * 1024 * 1024)
    with embedded.running(used):
        assert log.stat().st_size < 10_000
    assert log.with_suffix(".log.1").stat().st_size == 11 * 1024 * 1024


def test_a_server_that_cannot_start_says_why_and_leaves_nothing_running(used: Path) -> None:
    with (
        pytest.raises(embedded.StartFailed, match="shared_buffers") as refusal,
        embedded.running(used, tuning=embedded.Tuning(shared_buffers="much")),
    ):
        pytest.fail("started")
    assert "invalid value" in refusal.value.log_tail
    assert is_stopped(used)


def test_data_of_another_major_version_is_refused_untouched(used: Path) -> None:
    version = used / "postgres" / "cluster" / "PG_VERSION"
    version.write_text("17\n")
    try:
        with pytest.raises(embedded.WrongMajorVersion, match="PostgreSQL 17"):
            embedded.running(used).__enter__()
    finally:
        version.write_text("18\n")


@needs_root
def test_another_user_is_refused_with_the_owners_name(used: Path) -> None:
    with as_user("nobody"), pytest.raises(embedded.ServerOwnedByAnother) as refusal:
        embedded.running(used).__enter__()
    assert refusal.value.owner == "root"


@needs_root
def test_root_is_refused_where_an_ordinary_user_keeps_data(base: Path) -> None:
    theirs = base / "theirs" / "postgres"
    theirs.mkdir(parents=True)
    shutil.chown(theirs, "nobody")
    with pytest.raises(embedded.ServerOwnedByAnother) as refusal:
        embedded.running(theirs.parent).__enter__()
    assert refusal.value.owner == "nobody"
    assert theirs.stat().st_mode & 0o777 == 0o755


@pytest.mark.skipif(IS_ROOT, reason="root may look everywhere")
def test_a_closed_folder_of_another_is_refused_with_the_owners_name() -> None:
    with pytest.raises(embedded.ServerOwnedByAnother) as refusal:
        embedded.running(Path(pwd.getpwuid(0).pw_dir) / "alcuin").__enter__()
    assert refusal.value.owner == "root"


@needs_root
def test_a_folder_that_the_system_user_cannot_reach_is_refused_and_stays_closed(
    base: Path,
) -> None:
    closed = base / "closed"
    closed.mkdir(0o700)
    with pytest.raises(embedded.DataFolderUnusable, match="may not enter") as refusal:
        embedded.running(closed / "alcuin").__enter__()
    assert str(closed) in refusal.value.reason
    assert closed.stat().st_mode & 0o777 == 0o700
    assert not any(closed.iterdir())


@needs_root
async def test_as_root_the_server_is_a_system_user_that_cannot_write_its_own_rules(
    used: Path,
) -> None:
    with embedded.running(used) as server:
        assert postmaster(used).username() == "alcuin"
        assert await ask(server.admin_url, "select current_user") == "alcuin_owner"
    for rules in ("pg_hba.conf", "pg_ident.conf", "postgresql.conf"):
        assert (used / "postgres" / rules).stat().st_uid == 0
        assert (used / "postgres" / rules).stat().st_mode & 0o777 == 0o640
    with as_user("alcuin"), pytest.raises(PermissionError):
        (used / "postgres" / "planted").touch()


def test_folders_that_we_did_not_make_keep_their_permissions(base: Path) -> None:
    theirs = base / "given"
    theirs.mkdir(0o755)
    theirs.chmod(0o755)
    before = [path.stat().st_mode for path in (theirs, *theirs.parents)]
    with embedded.running(theirs):
        pass
    assert [path.stat().st_mode for path in (theirs, *theirs.parents)] == before


def test_data_is_closed_to_others(used: Path) -> None:
    cluster = used / "postgres" / "cluster"
    assert cluster.stat().st_mode & 0o777 == 0o700
    for folder in (used, used / "postgres"):
        assert folder.stat().st_mode & 0o777 == (0o710 if IS_ROOT else 0o700)
    assert (used / "postgres" / "server.log").stat().st_mode & 0o777 == 0o600


async def test_a_long_and_strange_path_works(base: Path) -> None:
    deep = base / ("it's a \\ deep ä " + "x" * 100) / "alcuin"
    deep.parent.mkdir(0o755)
    with embedded.running(deep) as server:
        assert await ask(server.url, "select 1") == 1


async def test_the_application_role_can_make_nothing(used: Path) -> None:
    with embedded.running(used) as server:
        connection = await asyncpg.connect(server.url)
        role = await connection.fetchrow(
            "select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls,"
            " pg_has_role(current_user, 'alcuin_owner', 'member') from pg_roles"
            " where rolname = current_user"
        )
        assert tuple(role) == (False, False)
        for ddl in ("table t ()", "temp table t ()", "schema s", "database d", "role r"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(f"create {ddl}")
        await connection.close()


async def test_the_owner_makes_databases_that_have_the_extensions(used: Path) -> None:
    with embedded.running(used) as server:
        await ask(server.admin_url, "create database copy")
        copy = await asyncpg.connect(server.admin_url, database="copy")
        names = await copy.fetch("select extname from pg_extension order by 1")
        vector = await copy.fetchval(
            "select count(*) from pg_available_extensions where name = 'vector'"
        )
        await copy.close()
        await ask(server.admin_url, "drop database copy with (force)")
    assert [name for (name,) in names] == ["btree_gist", "pg_trgm", "plpgsql", "unaccent"]
    assert vector == 1


async def test_nobody_is_superuser_over_roots_socket(used: Path) -> None:
    with embedded.running(used) as server:
        asked = asyncpg.connect(server.admin_url, user="postgres")
        if IS_ROOT:
            with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError):
                await asked
        else:  # whose files they are anyway
            await (await asked).close()


def test_data_lives_where_the_base_directory_specification_says() -> None:
    found = embedded.default_data_dir({"HOME": "/home/ann", "XDG_DATA_HOME": "/data/ann"})
    plain = embedded.default_data_dir({"HOME": "/home/ann", "XDG_DATA_HOME": "relative"})
    root = Path("/var/lib/alcuin")
    assert found == (root if IS_ROOT else Path("/data/ann/alcuin"))
    assert plain == (root if IS_ROOT else Path("/home/ann/.local/share/alcuin"))
