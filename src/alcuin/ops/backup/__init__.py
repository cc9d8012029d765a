"""Backups: database and files in one file, taken while the system runs, restored elsewhere.

Rows leave by COPY in one snapshot and come back by COPY into our own migrated schema: a backup
carries data and nothing that could be run, needs no pg_dump of the right version, and outlives
schema, PostgreSQL and cluster. `docs/how-to/back-up-and-restore.md` tells operators.
"""

from alcuin.ops.backup.data import Contents, Manifest, Taken
from alcuin.ops.backup.errors import (
    BackupBroken,
    BackupExists,
    BackupNewer,
    BackupRefusal,
    BackupUnfit,
    InUse,
    NotEmpty,
    NothingToTake,
    SchemaAhead,
)
from alcuin.ops.backup.examining import examine
from alcuin.ops.backup.rebasing import rebase_log
from alcuin.ops.backup.restoring import Restored, require_empty, restore
from alcuin.ops.backup.taking import take
from alcuin.ops.backup.whole_file import whole_file

__all__ = [
    "BackupBroken",
    "BackupExists",
    "BackupNewer",
    "BackupRefusal",
    "BackupUnfit",
    "Contents",
    "InUse",
    "Manifest",
    "NotEmpty",
    "NothingToTake",
    "Restored",
    "SchemaAhead",
    "Taken",
    "examine",
    "rebase_log",
    "require_empty",
    "restore",
    "take",
    "whole_file",
]
