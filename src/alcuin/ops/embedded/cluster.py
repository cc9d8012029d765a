"""A new cluster: the files of initdb, two roles, one database. Whole or not there."""

import os
import shutil
from pathlib import Path

from alcuin.ops.embedded.account import Account
from alcuin.ops.embedded.errors import WrongMajorVersion
from alcuin.ops.embedded.folder import Folder
from alcuin.ops.embedded.programs import major_version
from alcuin.ops.embedded.settings import APPLICATION, OWNER, SUPERUSER

# In template1, so that every database made later has the extensions too: the tests' databases.
# CREATEDB and pg_signal_backend are for them as well (DROP DATABASE ... WITH (FORCE)).
# TEMPORARY is everybody's by default, and a temporary table is DDL.
_BOOTSTRAP = f"""
create extension pg_trgm;

create extension unaccent;

create extension btree_gist;

create role {OWNER} login createdb;

create role {APPLICATION} login;

grant pg_signal_backend, pg_monitor to {OWNER};

create database alcuin owner {OWNER};

revoke temporary on database alcuin, postgres, template1 from public;

"""


def require_major_version(folder: Folder) -> None:
    """Refuse data that these programs cannot read; raises WrongMajorVersion."""
    of_data = (folder.cluster / "PG_VERSION").read_text().strip()
    if of_data != major_version():
        raise WrongMajorVersion(folder.data_dir, of_data=of_data, of_programs=major_version())


def make_cluster(folder: Folder, account: Account, programs: Path, keep: int) -> None:
    """Made beside and renamed, so that a crash leaves a draft, which the next start throws away."""
    draft = folder.home / "cluster.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(0o700)
    if account.is_other:
        os.chown(draft, account.uid, account.gid)
    account.run(_initdb(programs, draft), keep=keep)
    account.run(_single_user(programs, draft), keep=keep, stdin=_BOOTSTRAP)
    draft.rename(folder.cluster)
    home = os.open(folder.home, os.O_RDONLY)
    os.fsync(home)  # initdb and the server have synced all below; this is the new name
    os.close(home)


def _initdb(programs: Path, target: Path) -> list[str | Path]:
    """Should a person start it by hand with initdb's own files, nobody gets in over TCP."""
    return [
        programs / "initdb",
        f"--pgdata={target}",
        f"--username={SUPERUSER}",
        "--encoding=UTF8",
        "--locale-provider=builtin",  # the wheel has no ICU; C.UTF-8 sorts the same everywhere
        "--locale=C.UTF-8",
        "--data-checksums",
        "--auth-local=peer",
        "--auth-host=reject",
        "--no-instructions",
    ]


def _single_user(programs: Path, target: Path) -> tuple[str | Path, ...]:
    """A server for one command line: nobody can connect to a cluster that is not yet whole."""
    options = ["--single", "-j", "-c", "exit_on_error=on", "-D"]
    return (programs / "postgres", *options, target, "template1")
