"""The short folder of the server's socket.

A socket's path ends at 107 bytes, and a data folder may lie deeper. A link in the data folder says
where it is; the link is written first, so that a crash leaves no folder that nobody knows.
"""

import os
import secrets
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from alcuin.ops.embedded.account import Account
from alcuin.ops.embedded.folder import Folder


def socket_dir(folder: Folder, account: Account) -> Path:
    """The folder, empty and closed to others, made where it is missing.

    One that a crash left is used again, so those who still hold the server keep its address.
    In /run for root: a service may have a /tmp of its own, which its administrator does not see.
    """
    if not _is_ours(folder.run, account):
        folder.run.unlink(missing_ok=True)
        parent = Path("/run" if account.is_other else "/tmp")  # noqa: S108 - random name, 0700
        folder.run.symlink_to(parent / f"alcuin-{secrets.token_hex(8)}")
    path = folder.run.readlink()
    path.mkdir(0o700, exist_ok=True)
    for leftover in path.iterdir():
        leftover.unlink()
    if account.is_other:
        os.chown(path, account.uid, account.gid)
    return path


def remove_socket_dir(folder: Folder) -> None:
    with suppress(FileNotFoundError):
        shutil.rmtree(folder.run.readlink(), ignore_errors=True)
        folder.run.unlink()


def _is_ours(link: Path, account: Account) -> bool:
    try:
        found = link.readlink().lstat()
    except OSError:  # no link, or a link to a folder that is gone
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid in {os.geteuid(), account.uid}
