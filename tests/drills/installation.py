"""A whole installation, as an operator has it, whose every process may be hurt.

`alcuin serve` with two web processes and a job worker, `alcuin worker` beside it, and the
PostgreSQL that came along. All of them are found by what they hold, not by how they were
started: a web process listens on the port, PostgreSQL is called postgres.
"""

import asyncio
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psutil

from alcuin.ops.embedded import locks
from alcuin.ops.embedded.folder import Folder
from alcuin.ops.embedded.settings import APPLICATION, OWNER
from tests.drills.practice import eventually
from tests.drills.wire import Broken, Forgotten, Question, Refused, Wire

START_SECONDS = 60
STOP_SECONDS = 60
WEB_PROCESSES = 2
POOL_SIZE = 10
ALCUIN = Path(sys.executable).with_name("alcuin")
NO_LIMITS = {"ALCUIN_LIMITS": "off"}
"""A drill asks more than a person may."""


def a_secret() -> str:
    return secrets.token_urlsafe(48)


class Installation:
    """Started by `begin`, ended by `end`; in between anything may be killed."""

    def __init__(self) -> None:
        # Where PostgreSQL's own account may enter, and not in /tmp, which may be memory.
        self.folder = Folder(Path(tempfile.mkdtemp(prefix="alcuin-drill-", dir="/var/tmp")))
        self.folder.data_dir.chmod(0o755)
        self.port = _free_port()
        self.groups = 1
        self.secret = a_secret()
        self.previous_secret: str | None = None
        self.log = self.folder.data_dir / "processes.log"
        self.serving: subprocess.Popen[bytes] | None = None
        self.working: list[subprocess.Popen[bytes]] = []

    # ---------------------------------------------------------------- starting and stopping

    async def begin(self) -> None:
        """Serve, and have a second job worker beside."""
        self.serving = self._command("serve")
        await self.ready()
        self.add_worker()

    def add_worker(self) -> None:
        self.working.append(self._command("worker"))

    def serve_again(self) -> None:
        self.serving = self.serve_alone()

    def serve_alone(self) -> "subprocess.Popen[bytes]":
        return self._command("serve")

    def end(self) -> None:
        for process in [*self.working, *([self.serving] if self.serving else [])]:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
        for process in [*self.working, *([self.serving] if self.serving else [])]:
            _wait_or_kill(process)
        for left in self.postgres():  # where a drill has failed half way
            with suppress(psutil.NoSuchProcess):
                left.kill()
        shutil.rmtree(self.folder.data_dir, ignore_errors=True)

    @asynccontextmanager
    async def beside(self, **environ: str) -> AsyncIterator[int]:
        """Another group on the same database, as another node; gives its port."""
        port = _free_port()
        self.groups += 1
        process = self._command("serve", ALCUIN_PORT=str(port), **environ)
        try:
            await self.ready(port=port)
            yield port
        finally:
            process.terminate()
            await asyncio.to_thread(_wait_or_kill, process)
            self.groups -= 1

    def _command(self, name: str, **more: str) -> "subprocess.Popen[bytes]":
        environ = {k: v for k, v in os.environ.items() if not k.startswith("ALCUIN_")} | {
            "ALCUIN_DATA_DIR": str(self.folder.data_dir),
            "ALCUIN_PORT": str(self.port),
            "ALCUIN_WORKERS": str(WEB_PROCESSES),
            "ALCUIN_POOL_SIZE": str(POOL_SIZE),
            "ALCUIN_SECRET_KEY": self.secret,
            **(
                {"ALCUIN_PREVIOUS_SECRET_KEY": self.previous_secret} if self.previous_secret else {}
            ),
            **NO_LIMITS,
            **more,
        }
        with self.log.open("ab") as log:
            return subprocess.Popen([ALCUIN, name], env=environ, stdout=log, stderr=log)

    # ---------------------------------------------------------------- asking

    @property
    def url(self) -> str:
        return self._url(APPLICATION)

    @property
    def owner_url(self) -> str:
        return self._url(OWNER)

    def _url(self, role: str) -> str:
        return f"postgresql://{role}@/alcuin?host={self.folder.run.readlink()}&port=5432"

    async def status(self, path: str, port: int | None = None) -> int:
        """Of one GET over a connection of its own; 0 where nobody answers."""
        wire = Wire(port or self.port)
        try:
            return (await wire.ask(Question("probe", "GET", path))).status
        except (Refused, Broken, Forgotten):
            return 0
        finally:
            wire.hang_up()

    async def ready(self, port: int | None = None) -> float:
        """Wait until /health says yes; answers the seconds it took."""
        began = time.monotonic()
        while await self.status("/health", port) != 200:
            if time.monotonic() - began > START_SECONDS:
                raise TimeoutError(f"never ready:\n{self.log.read_text()[-4000:]}")
            await asyncio.sleep(0.02)
        return time.monotonic() - began

    # ---------------------------------------------------------------- its processes

    def web(self) -> list[psutil.Process]:
        """The processes that answer requests, without their parent."""
        return [each for each in self._below(self.serving) if self._listens(each)]

    def ours(self) -> list[psutil.Process]:
        """Every process of Alcuin's own."""
        commands = [self.serving, *self.working]
        found = {each.pid: each for command in commands for each in self._family(command)}
        return [found[pid] for pid in sorted(found)]

    def postgres(self) -> list[psutil.Process]:
        """The postmaster and its children, postmaster first."""
        try:
            pid = int((self.folder.cluster / "postmaster.pid").read_text().split()[0])
            postmaster = psutil.Process(pid)
            if postmaster.name() != "postgres":
                return []
            return [postmaster, *postmaster.children(recursive=True)]
        except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
            return []

    def worker_family(self) -> list[psutil.Process]:
        """The second job worker, whole."""
        return self._family(self.working[0])

    def readers(self) -> list[psutil.Process]:
        """Whatever reads the log and runs jobs, in the group and beside it."""
        of_group = [
            each
            for each in self._below(self.serving)
            if not self._listens(each) and not _holds_the_database(each)
        ]
        return [*of_group, *(psutil.Process(each.pid) for each in self.working)]

    async def kill_reader(self, victim: psutil.Process) -> None:
        """SIGKILL. The group replaces its own; beside it another is started."""
        victim.kill()
        for n, each in enumerate(self.working):
            if each.pid == victim.pid:
                await asyncio.to_thread(each.wait, STOP_SECONDS)
                self.working[n] = self._command("worker")

    def _family(self, command: "subprocess.Popen[bytes] | None") -> list[psutil.Process]:
        if command is None or command.poll() is not None:
            return []
        return [psutil.Process(command.pid), *self._below(command)]

    def _below(self, command: "subprocess.Popen[bytes] | None") -> list[psutil.Process]:
        if command is None or command.poll() is not None:
            return []
        found = []
        for each in psutil.Process(command.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                if each.name() != "postgres" and each.status() != psutil.STATUS_ZOMBIE:
                    found.append(each)
        return found

    def _listens(self, process: psutil.Process) -> bool:
        with suppress(psutil.Error):
            return any(
                found.laddr and found.laddr.port == self.port and found.status == "LISTEN"
                for found in process.net_connections("tcp")
            )
        return False

    # ---------------------------------------------------------------- hurting PostgreSQL

    def kill_postgres(self) -> int:
        """SIGKILL to the postmaster and all its children, by their ids; answers how many."""
        killed = 0
        for each in self.postgres():
            with suppress(psutil.NoSuchProcess):
                each.kill()
                killed += 1
        return killed

    @asynccontextmanager
    async def postgres_away(self) -> AsyncIterator[None]:
        """Stop PostgreSQL and keep everybody from starting it again until the block ends."""
        with locks.exclusive(self.folder.door):
            self.postgres()[0].send_signal(signal.SIGINT)  # a fast shutdown
            await eventually(lambda: not locks.is_held(self.folder.alive), STOP_SECONDS)
            yield


def _holds_the_database(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return any(file.path.endswith("holders.lock") for file in process.open_files())
    return False


def _wait_or_kill(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
