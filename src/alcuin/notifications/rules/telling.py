"""Who is told what of an event."""

from alcuin.achievements import ACHIEVEMENT_UNLOCKED
from alcuin.enrollment import ENROLLED
from alcuin.identity import SIGNED_IN
from alcuin.kit.events import Recorded
from alcuin.notifications.data.notices import NoticeKind, Told
from alcuin.notifications.data.preferences import USUAL
from alcuin.progress import COURSE_COMPLETED

_KINDS = {
    ENROLLED: NoticeKind.ENROLLED,
    COURSE_COMPLETED: NoticeKind.COURSE_COMPLETED,
    ACHIEVEMENT_UNLOCKED: NoticeKind.ACHIEVEMENT_UNLOCKED,
    SIGNED_IN: NoticeKind.NEW_DEVICE,
}
"""Events that concern the one person who they are of."""

_KEPT = {
    NoticeKind.ACHIEVEMENT_UNLOCKED: ("achievement", "points"),
    NoticeKind.NEW_DEVICE: ("session",),
}
"""What of an event's data a notice keeps."""


def told_of(event: Recorded) -> Told | None:
    """What the person of an event is told, if anything."""
    kind, data = _KINDS.get(event.kind), event.data or {}
    if kind is None or event.user_id is None:
        return None
    if kind is NoticeKind.NEW_DEVICE and data.get("device") != "new":
        return None
    return Told(
        event_id=event.id,
        user_id=event.user_id,
        kind=kind,
        course_id=event.course_id,
        data={name: data[name] for name in _KEPT.get(kind, ()) if name in data},
        in_app=USUAL[kind].in_app,
        mail=USUAL[kind].mail,
    )
