"""What the room does when it reads the log."""

from alcuin.achievements import ACHIEVEMENT_UNLOCKED
from alcuin.catalog import COURSE_PUBLISHED
from alcuin.enrollment import ENROLLED
from alcuin.identity import SIGNED_IN
from alcuin.kit.events import Reaction
from alcuin.notifications.actions.telling import react
from alcuin.progress import COURSE_COMPLETED

KINDS = {
    ENROLLED: 1,
    COURSE_PUBLISHED: 1,
    COURSE_COMPLETED: 1,
    ACHIEVEMENT_UNLOCKED: 1,
    SIGNED_IN: 1,
}

NOTICES = Reaction("notifications.notices", KINDS, react)
"""Everything that somebody is told is born here."""
