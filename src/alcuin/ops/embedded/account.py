"""The account PostgreSQL runs as: the user who starts it or, for root, a system user of its own."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from pathlib import Path

import msgspec

from alcuin.ops.embedded.errors import NoServerAccount, StartFailed

SYSTEM_USER = "alcuin"
_NO_LOGIN = {"nologin", "false"}
# Nothing of the caller's environment reaches the server: PGDATA, PGOPTIONS and the like would.
_ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}


class Account(msgspec.Struct, frozen=True):
    """An account of the operating system; `is_other` when it is not the one we run as."""

    name: str
    uid: int
    gid: int
    is_other: bool

    def spawn(
        self,
        command: Sequence[str | Path],
        *,
        log: int,
        keep: int | None = None,
        stdin: int = subprocess.DEVNULL,
    ) -> subprocess.Popen[str]:
        """Start a program as this account; it inherits the descriptor `keep`.

        A session of its own, so that the terminal's Ctrl-C reaches us alone.
        """
        return subprocess.Popen(  # noqa: S603 - our programs, arguments as a list
            command,
            stdin=stdin,
            stdout=log,
            stderr=log,
            text=True,
            cwd="/",
            env=_ENVIRONMENT,
            umask=0o077,
            start_new_session=True,
            pass_fds=() if keep is None else (keep,),
            user=self.uid if self.is_other else None,
            group=self.gid if self.is_other else None,
            extra_groups=[] if self.is_other else None,
        )

    def run(self, command: Sequence[str | Path], *, keep: int, stdin: str = "") -> None:
        """Run a program to its end; raises StartFailed with its output."""
        pipe = subprocess.PIPE
        with self.spawn(command, log=pipe, keep=keep, stdin=pipe) as process:
            output, errors = process.communicate(stdin)
        if process.returncode != 0:
            raise StartFailed(f"{Path(command[0]).name} failed", output + errors)

    def can_enter(self, folder: Path) -> bool:
        """Ask the kernel, not the permission bits: there are access lists and capabilities too."""
        with self.spawn(("test", "-x", folder), log=subprocess.DEVNULL) as process:
            return process.wait() == 0


def server_account() -> Account:
    """Whom the server runs as. As root the system user `alcuin` is made when it is missing.

    PostgreSQL refuses to run as root, and rightly: its superuser can start programs.
    """
    if os.geteuid() == 0:
        return _system_account()
    try:
        user = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise NoServerAccount(
            f"user id {os.geteuid()} has no name; PostgreSQL needs one (a line in /etc/passwd)."
        ) from None
    return Account(user.pw_name, user.pw_uid, user.pw_gid, is_other=False)


def _system_account() -> Account:
    user = _find(SYSTEM_USER) or _make_system_user()
    if Path(user.pw_shell).name not in _NO_LOGIN:  # a person of that name could read the data
        raise NoServerAccount(
            f"{SYSTEM_USER} is an account to sign in with, not a system user. "
            f"Start Alcuin as an ordinary user."
        )
    return Account(user.pw_name, user.pw_uid, user.pw_gid, is_other=True)


def _make_system_user() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        made = subprocess.run(  # noqa: S603 - as spawn
            command, check=False, capture_output=True, text=True
        ).stderr
    except FileNotFoundError:
        made = "useradd is missing"
    user = _find(SYSTEM_USER)  # whatever useradd said: another start may have been first
    if user is None:
        raise NoServerAccount(
            f"the system user {SYSTEM_USER} could not be made ({made.strip()}). "
            f"Make it by hand, or start Alcuin as an ordinary user."
        )
    return user


def _find(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None
