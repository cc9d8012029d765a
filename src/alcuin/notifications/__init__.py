"""Notifications: what people are told, in the app, as it happens, and by mail.

Owns `notice_box`, `notice`, `notice_mail` and `notification_preference`. Notices hold ids and
numbers; their text is made when it is read, in the reader's language.
"""

from collections.abc import Sequence

from alcuin.catalog import CoursePurge
from alcuin.identity import PersonalData
from alcuin.kit.events import Reader
from alcuin.notifications.data.notices import NoticeKind
from alcuin.notifications.jobs import CRONS, jobs
from alcuin.notifications.needs import LinkSigner, Look
from alcuin.notifications.personal import NotificationsOfPeople
from alcuin.notifications.purge import NotificationsPurge
from alcuin.notifications.readers import NOTICES
from alcuin.notifications.routes import routes
from alcuin.notifications.streams import CHANNEL, Streams

__all__ = [
    "CHANNEL",
    "CRONS",
    "PEOPLE",
    "PURGE",
    "LinkSigner",
    "Look",
    "NoticeKind",
    "Streams",
    "jobs",
    "readers",
    "routes",
]

PURGE: CoursePurge = NotificationsPurge()
PEOPLE: PersonalData = NotificationsOfPeople()


def readers() -> Sequence[Reader]:
    """Who reads the log for this room."""
    return [NOTICES]
