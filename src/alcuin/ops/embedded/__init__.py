"""The embedded PostgreSQL: started, shared, stopped and repaired by us.

`with running(data_dir) as server:` starts the server of that folder or joins the one that runs;
whoever leaves last stops it. A claim is a lock held by the process, so a killed process has none.
"""

from alcuin.ops.embedded.errors import (
    DataFolderUnusable,
    EmbeddedRefusal,
    NoServerAccount,
    ServerOwnedByAnother,
    StartFailed,
    WrongMajorVersion,
)
from alcuin.ops.embedded.folder import default_data_dir, make_data_dir
from alcuin.ops.embedded.programs import bin_dir
from alcuin.ops.embedded.server import Server, running
from alcuin.ops.embedded.settings import Tuning

__all__ = [
    "DataFolderUnusable",
    "EmbeddedRefusal",
    "NoServerAccount",
    "Server",
    "ServerOwnedByAnother",
    "StartFailed",
    "Tuning",
    "WrongMajorVersion",
    "bin_dir",
    "default_data_dir",
    "make_data_dir",
    "running",
]
