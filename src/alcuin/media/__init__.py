"""Media: files that people upload, who may read them, and the room they take.

Owns `media`, `media_space`, `avatar` and `media_removal`. Bytes lie in the store of files
under `<id>/original` and `<id>/<width>.webp`. Which course shows a file, the rooms above say
through the Protocols `Shows` and `Spaces`.
"""

from alcuin.identity import PersonalData
from alcuin.media.actions.avatars import find_avatar, set_avatar
from alcuin.media.actions.removing import discard_course
from alcuin.media.actions.storing import add_file, store_copy, store_file
from alcuin.media.data import Access, Bounds, MediaFile, Stored, Workshop
from alcuin.media.desk import Desk
from alcuin.media.errors import (
    FileRefused,
    FileTooLarge,
    FileTypeRefused,
    MediaInUse,
    MediaNotFound,
    QuotaFull,
)
from alcuin.media.jobs import CRONS, jobs
from alcuin.media.needs import Shows, Spaces
from alcuin.media.personal import MediaOfPeople
from alcuin.media.queries.removal import REMOVAL_LOCK
from alcuin.media.routes import routes
from alcuin.media.schemas import Avatar, avatar_address, avatar_id

__all__ = [
    "CRONS",
    "PEOPLE",
    "REMOVAL_LOCK",
    "Access",
    "Avatar",
    "Bounds",
    "Desk",
    "FileRefused",
    "FileTooLarge",
    "FileTypeRefused",
    "MediaFile",
    "MediaInUse",
    "MediaNotFound",
    "QuotaFull",
    "Shows",
    "Spaces",
    "Stored",
    "Workshop",
    "add_file",
    "avatar_address",
    "avatar_id",
    "discard_course",
    "find_avatar",
    "jobs",
    "routes",
    "set_avatar",
    "store_copy",
    "store_file",
]

PEOPLE: PersonalData = MediaOfPeople()
