"""What the server is told: three files, written anew at each start, so an update takes effect.

ALTER SYSTEM stays the administrator's way to say otherwise.
"""

import os
import pwd
from pathlib import Path

import msgspec

from alcuin.ops.embedded.account import Account
from alcuin.ops.embedded.folder import Folder
from alcuin.ops.embedded.runtime import socket_dir

OWNER = "alcuin_owner"
APPLICATION = "alcuin_app"
SUPERUSER = "postgres"


class Tuning(msgspec.Struct, frozen=True):
    """For a small shared machine. Who joins a running server gets it as it is."""

    shared_buffers: str = "64MB"
    max_connections: int = 100
    durable: bool = True
    """False only where a power cut may take everything: tests."""


_POSTGRESQL_CONF = """
listen_addresses = ''
unix_socket_directories = {socket_dir}
unix_socket_permissions = 0700
hba_file = {hba_file}
ident_file = {ident_file}
cluster_name = 'alcuin'

max_connections = {max_connections}
shared_buffers = {shared_buffers}
# Statements here are short: compiling them costs more than it saves.
jit = off
# The default of 4 speaks of turning disks.
random_page_cost = 1.1
# Fewer checkpoints and fewer full pages after them; recovery still takes seconds.
checkpoint_timeout = '15min'
max_wal_size = '1GB'
wal_compression = on
fsync = {durable}
full_page_writes = {durable}

timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %u@%d '
log_checkpoints = off
# A violation's detail quotes the row: an address, a name. The code and constraint are enough.
log_error_verbosity = terse
"""

# Peer: the kernel says who is at the other end of the socket. There is no password to keep or to
# lose, root can connect though the server runs as somebody else, and the socket's 0700 is the
# second wall, not the only one. Only the account that owns the files anyway may be superuser.
_PG_HBA = "local all all peer map=alcuin\n"
_PG_IDENT = """
alcuin {user} {owner}
alcuin {user} {application}
alcuin {server_user} {superuser}
"""


def write_settings(folder: Folder, account: Account, tuning: Tuning) -> Path:
    """Write all three; returns the path of postgresql.conf."""
    conf, hba, ident = (
        folder.home / name for name in ("postgresql.conf", "pg_hba.conf", "pg_ident.conf")
    )
    text = _POSTGRESQL_CONF.format(
        socket_dir=_quoted(socket_dir(folder, account)),
        hba_file=_quoted(hba),
        ident_file=_quoted(ident),
        max_connections=tuning.max_connections,
        shared_buffers=_quoted(tuning.shared_buffers),
        durable="on" if tuning.durable else "off",
    )
    _write(conf, text, account)
    _write(hba, _PG_HBA, account)
    user = pwd.getpwuid(os.geteuid()).pw_name
    names = {"owner": OWNER, "application": APPLICATION, "superuser": SUPERUSER}
    _write(
        ident,
        _PG_IDENT.format(user=f'"{user}"', server_user=f'"{account.name}"', **names),
        account,
    )
    return conf


def _quoted(value: Path | str) -> str:
    text = str(value).replace("\\", "\\\\").replace("'", "''")
    return f"'{text}'"


def _write(path: Path, text: str, account: Account) -> None:
    """Whole or not at all; the server may read it, not write it."""
    draft = path.with_suffix(".new")
    draft.write_text(text)
    if account.is_other:
        os.chown(draft, -1, account.gid)
    draft.chmod(0o640 if account.is_other else 0o600)
    draft.replace(path)
