"""Start or join, use, leave."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import msgspec

from alcuin.ops.embedded import locks, process
from alcuin.ops.embedded.account import Account, server_account
from alcuin.ops.embedded.cluster import make_cluster, require_major_version
from alcuin.ops.embedded.errors import DataFolderUnusable, EmbeddedRefusal
from alcuin.ops.embedded.folder import Folder, claim, require_reachable
from alcuin.ops.embedded.programs import bin_dir, server_bin_dir
from alcuin.ops.embedded.settings import APPLICATION, OWNER, Tuning, write_settings

_DEFAULT = Tuning()
_PAUSE_SECONDS = 0.5
_log = logging.getLogger(__name__)


class Server(msgspec.Struct, frozen=True):
    """A running server, as those who use it need it."""

    data_dir: Path
    socket_dir: Path
    programs: Path  # psql, pg_dump and the others

    @property
    def url(self) -> str:
        """The database `alcuin` as the application: reads and writes rows, makes nothing."""
        return self._url(APPLICATION)

    @property
    def admin_url(self) -> str:
        """The same as its owner, who migrates."""
        return self._url(OWNER)

    def _url(self, role: str) -> str:
        # The port names the socket's file; said, so that a PGPORT in the environment says nothing.
        return f"postgresql://{role}@/alcuin?host={self.socket_dir}&port=5432"


@contextmanager
def running(data_dir: Path, *, tuning: Tuning = _DEFAULT) -> Iterator[Server]:
    """Start the server of this folder or join it; whoever leaves last stops it.

    Raises an EmbeddedRefusal. The claim comes before the door, so that nobody stops the server
    that we are about to join; it is held by this process and its forks, not by programs it starts.
    """
    account = server_account()
    folder = claim(data_dir, account)
    leaving = Event()
    with locks.shared(folder.holders) as lease:
        try:
            with locks.exclusive(folder.door):
                _start_or_join(folder, account, tuning)
            Thread(target=_watch, args=(folder, account, tuning, leaving), daemon=True).start()
            yield Server(folder.data_dir, folder.run.readlink(), bin_dir())
        finally:
            leaving.set()
            with locks.exclusive(folder.door):
                if locks.is_last(lease):
                    process.stop(folder, account)


def _watch(folder: Folder, account: Account, tuning: Tuning, leaving: Event) -> None:
    """Start the server again when it dies under those who use it, at the same address.

    The kernel wakes us when its last process is gone; the first of the holders to pass the door
    starts it, the others join.
    """
    while not leaving.is_set():
        with locks.exclusive(folder.alive):
            pass
        if leaving.is_set():  # it was stopped, and the folder may be gone
            return
        with locks.exclusive(folder.door):
            if not leaving.is_set():
                _revive(folder, account, tuning)
        leaving.wait(_PAUSE_SECONDS)  # a server that dies again and again must not eat the machine


def _revive(folder: Folder, account: Account, tuning: Tuning) -> None:
    _log.warning("PostgreSQL died; starting it again")
    try:
        _start_or_join(folder, account, tuning)
    except EmbeddedRefusal as refusal:
        _log.error("%s", refusal)


def _start_or_join(folder: Folder, account: Account, tuning: Tuning) -> None:
    is_running = process.is_joinable(folder)
    if folder.cluster.exists():
        require_major_version(folder)
    if not is_running:
        try:
            _start(folder, account, tuning)
        except OSError as error:  # a full disk, a read-only one
            raise DataFolderUnusable(folder.data_dir, f"{error}.") from error


def _start(folder: Folder, account: Account, tuning: Tuning) -> None:
    require_reachable(folder, account)
    programs = server_bin_dir(folder, account)
    with locks.shared(folder.alive) as alive:
        if not folder.cluster.exists():
            make_cluster(folder, account, programs, alive)
        conf = write_settings(folder, account, tuning)
        command = (programs / "postgres", "-D", folder.cluster, "-c", f"config_file={conf}")
        process.start(folder, account, command, alive)
