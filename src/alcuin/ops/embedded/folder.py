"""The data folder: where it is, whose it is, what lies where in it."""

import os
import pwd
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from alcuin.ops.embedded.account import Account, server_account
from alcuin.ops.embedded.errors import DataFolderUnusable, ServerOwnedByAnother

LARGE_LOG = 10 * 1024 * 1024
_OURS_ALONE = 0o700
_OURS_AND_PASSABLE = 0o710  # the server's group may pass through, not list


class Folder(msgspec.Struct, frozen=True):
    """`postgres` in Alcuin's data folder. Ours is everything in it; only `cluster` is the server's.

    As root it belongs to root, and the server may only pass through it: whoever breaks into the
    server can change neither its configuration nor a file that root will write.
    """

    data_dir: Path

    @property
    def home(self) -> Path:
        return self.data_dir / "postgres"

    @property
    def door(self) -> Path:
        """Locked by whoever starts, joins or leaves: one at a time."""
        return self.home / "door.lock"

    @property
    def holders(self) -> Path:
        """Locked, shared, by every process that uses the server."""
        return self.home / "holders.lock"

    @property
    def alive(self) -> Path:
        """Locked, shared, by every process of the server itself: free means that none is left."""
        return self.home / "alive.lock"

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def run(self) -> Path:
        """A link to the folder of the socket."""
        return self.home / "run"


def default_data_dir(environ: Mapping[str, str]) -> Path:
    """Where data lives when nobody says: as the XDG base directory specification has it."""
    if os.geteuid() == 0:
        return Path("/var/lib/alcuin")
    given = Path(environ.get("XDG_DATA_HOME", ""))
    if given.is_absolute():
        return given / "alcuin"
    home = environ.get("HOME") or pwd.getpwuid(os.geteuid()).pw_dir
    return Path(home) / ".local" / "share" / "alcuin"


def make_data_dir(data_dir: Path) -> Path:
    """Make the folder, closed to others, so that the embedded server can live in it.

    One that exists is left as it is. Raises DataFolderUnusable.
    """
    try:
        if not data_dir.is_dir():
            data_dir.parent.mkdir(parents=True, exist_ok=True)
            data_dir.mkdir(_OURS_ALONE, exist_ok=True)  # another first start may be quicker
            _let_pass(data_dir, server_account())
    except OSError as error:
        raise DataFolderUnusable(data_dir, f"{error.strerror} ({error.filename}).") from error
    return data_dir


def claim(data_dir: Path, account: Account) -> Folder:
    """The folder, made where it is missing; raises ServerOwnedByAnother, DataFolderUnusable."""
    folder = Folder(data_dir.resolve())
    _require_ours(folder)
    try:
        if not folder.home.exists():
            require_reachable(folder, account)  # before anything is made where nothing can run
        make_data_dir(folder.data_dir)
        folder.home.mkdir(_OURS_ALONE, exist_ok=True)
        if folder.door.exists() or not any(folder.home.iterdir()):
            _let_pass(folder.home, account)
    except OSError as error:
        raise DataFolderUnusable(folder.data_dir, f"{error.strerror}.") from error
    return folder


def require_reachable(folder: Folder, account: Account) -> None:
    """Refuse a folder below one that a system user may not enter; we never open a foreign one."""
    if not account.is_other:
        return
    paths = [path for path in (folder.home, *folder.home.parents) if path.exists()]
    if account.can_enter(paths[0]):
        return
    closed = next(path for path in reversed(paths) if not account.can_enter(path))
    raise DataFolderUnusable(
        folder.data_dir,
        f"started by root, PostgreSQL runs as the system user {account.name}, which may not enter "
        f"{closed}. Choose a folder outside of it with ALCUIN_DATA_DIR (the default is "
        f"/var/lib/alcuin), or let it pass: chgrp {account.name} {closed} && chmod g+x {closed}",
    )


def open_log(folder: Folder) -> int:
    """The server's log, to append to; a large one becomes the one old one that is kept."""
    with suppress(FileNotFoundError):
        if folder.log.stat().st_size > LARGE_LOG:
            folder.log.replace(folder.log.with_suffix(".log.1"))
    return os.open(folder.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)


def _let_pass(path: Path, account: Account) -> None:
    if account.is_other:
        os.chown(path, -1, account.gid)
        path.chmod(_OURS_AND_PASSABLE)


def _require_ours(folder: Folder) -> None:
    """Whoever made `home` owns the server. Where we may not even look, the closed folder's owner.

    lstat, because a link that somebody else planted is somebody else's.
    """
    closed = False
    for path in (folder.home, *folder.home.parents):
        try:
            found = path.lstat()
        except FileNotFoundError:
            return
        except PermissionError:
            closed = True
            continue
        if found.st_uid != os.geteuid() and (closed or path == folder.home):
            raise ServerOwnedByAnother(folder.data_dir, _name_of(found.st_uid))
        return


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user id {uid}"
