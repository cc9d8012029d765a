"""The event log: facts written by rooms, read by projections and reactions.

Tables: `event`, `reader`, `reaction_done`. Rooms write with `record` (or a hot statement
writes event rows in its own SQL, after which its edge calls
`conn.after_commit(conn.announce)`), and hand their readers to `app.wiring`.
"""

from alcuin.kit.events.announcing import CHANNEL, Announcer, announcing
from alcuin.kit.events.data import Event, ReaderState, Recorded
from alcuin.kit.events.errors import (
    ReaderUnknown,
    RebuildTakenOver,
    RestoredElsewhere,
    UnknownVersion,
)
from alcuin.kit.events.following import Follower
from alcuin.kit.events.queries.readers import list_readers
from alcuin.kit.events.readers import Projection, Reaction, Reader, prepare_readers
from alcuin.kit.events.rebuilding import rebuild
from alcuin.kit.events.recording import record
from alcuin.kit.events.replaying import replay

__all__ = [
    "CHANNEL",
    "Announcer",
    "Event",
    "Follower",
    "Projection",
    "Reaction",
    "Reader",
    "ReaderState",
    "ReaderUnknown",
    "RebuildTakenOver",
    "Recorded",
    "RestoredElsewhere",
    "UnknownVersion",
    "announcing",
    "list_readers",
    "prepare_readers",
    "rebuild",
    "record",
    "replay",
]
