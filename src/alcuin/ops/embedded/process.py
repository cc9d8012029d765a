"""The server's processes: start, wait until ready, stop. Called by who holds the door."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from alcuin.ops.embedded import locks
from alcuin.ops.embedded.account import Account
from alcuin.ops.embedded.errors import StartFailed
from alcuin.ops.embedded.folder import Folder, open_log
from alcuin.ops.embedded.programs import server_bin_dir
from alcuin.ops.embedded.runtime import remove_socket_dir

# Recovery after a crash reads at most max_wal_size: seconds, minutes on a slow disk.
_START_SECONDS = 300
# A fast shutdown rolls back and writes a checkpoint; after that, an immediate one.
_STOP_SECONDS = 60
_PAUSE_SECONDS = 0.01
_TAIL_BYTES = 4000


def is_ready(folder: Folder) -> bool:
    """The postmaster says so in its pid file, and answers: the file outlives a kill."""
    try:
        lines = (folder.cluster / "postmaster.pid").read_text().splitlines()
        if len(lines) < 8 or lines[7].strip() != "ready":  # noqa: PLR2004 - pidfile.h
            return False
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(folder.run.readlink() / ".s.PGSQL.5432"))
    except OSError:
        return False
    return True


def is_joinable(folder: Folder) -> bool:
    """Wait out a server that another start left half way; False means that none is left."""
    deadline = time.monotonic() + _START_SECONDS
    while locks.is_held(folder.alive):
        if is_ready(folder):
            return True
        if time.monotonic() > deadline:
            raise StartFailed("a server runs but does not answer", _tail(folder, 0))
        time.sleep(_PAUSE_SECONDS)
    return False


def start(folder: Folder, account: Account, command: Sequence[str | Path], keep: int) -> None:
    """Start and wait until ready; raises StartFailed.

    Every process of the server inherits `keep`, the claim on `alive`, so a pid file found while
    nobody held it is stale, whoever has that pid today (in a container, always somebody).
    """
    (folder.cluster / "postmaster.pid").unlink(missing_ok=True)
    log = open_log(folder)
    begin = os.fstat(log).st_size
    process = account.spawn(command, log=log, keep=keep)
    os.close(log)
    threading.Thread(target=process.wait, daemon=True).start()  # so that no zombie is left
    deadline = time.monotonic() + _START_SECONDS
    while not is_ready(folder):
        if process.returncode is not None:
            raise StartFailed("the server did not start", _tail(folder, begin))
        if time.monotonic() > deadline:
            raise StartFailed("the server is not ready yet", _tail(folder, begin))
        time.sleep(_PAUSE_SECONDS)


def stop(folder: Folder, account: Account) -> None:
    """Stop and wait until no process is left; then the socket's folder goes."""
    for mode in ("fast", "immediate"):
        asked = False
        deadline = time.monotonic() + _STOP_SECONDS
        while locks.is_held(folder.alive) and time.monotonic() < deadline:
            asked = asked or _ask_to_stop(folder, account, mode)
            time.sleep(_PAUSE_SECONDS)
    if not locks.is_held(folder.alive):
        remove_socket_dir(folder)


def _ask_to_stop(folder: Folder, account: Account, mode: str) -> bool:
    """False while the server has no pid file yet.

    By pg_ctl as the server's account: root must not send a signal to a pid read from a file that
    somebody else may write.
    """
    pg_ctl = server_bin_dir(folder, account) / "pg_ctl"
    command = (pg_ctl, "stop", "-W", "-m", mode, "-D", folder.cluster)
    with account.spawn(command, log=subprocess.DEVNULL) as process:
        return process.wait() == 0


def _tail(folder: Folder, begin: int) -> str:
    with folder.log.open("rb") as log:
        log.seek(max(begin, folder.log.stat().st_size - _TAIL_BYTES))
        return log.read().decode(errors="replace")
