"""What is said of each kind of notice: a template by kind and language, in the app and by mail.

The page that a letter's link to unsubscribe opens stands beside them: whoever reads the one
reads the other.

As in identity, no letter names its reader. A course's title is somebody's text: it is escaped
in HTML, and holds no line end anywhere.
"""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from alcuin.kit.letters import Templates, one_line
from alcuin.kit.mail import Message
from alcuin.notifications.data.notices import Notice, NoticeKind, NoticeView
from alcuin.notifications.needs import Look

TEMPLATES = Templates(Path(__file__).parent)


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A letter to be written. Without a link to unsubscribe where it is always sent."""

    to: str
    language: str
    time_zone: str
    public_url: str
    unsubscribe: str | None


def shown(notice: Notice, language: str) -> NoticeView:
    """A notice with its sentence."""
    return NoticeView(
        id=notice.id,
        number=notice.number,
        kind=notice.kind,
        text=sentence(notice, language),
        course_id=notice.course_id,
        data=notice.data,
        created_at=notice.created_at,
        read_at=notice.read_at,
    )


def sentence(notice: Notice, language: str) -> str:
    """One line, without markup."""
    return _subject(notice, language, _facts(notice))


def write(notice: Notice, letter: Letter) -> Message:
    """Write a letter about a notice: the same one whenever it is written, by its key."""
    name = notice.kind.lower()
    at = notice.created_at.astimezone(ZoneInfo(letter.time_zone))
    facts = _facts(notice) | {
        "at": f"{at:%Y-%m-%d %H:%M} ({letter.time_zone})",
        "public_url": letter.public_url,
        "unsubscribe": letter.unsubscribe,
    }
    return Message(
        to=letter.to,
        subject=_subject(notice, letter.language, facts),
        text=TEMPLATES.text(letter.language, name, layout="text.jinja", **facts),
        html=TEMPLATES.markup(letter.language, name, layout="html.jinja", **facts),
        key=f"notice-{notice.id}",
        headers=_one_click(letter.unsubscribe),
    )


def _one_click(link: str | None) -> tuple[tuple[str, str], ...]:
    """RFC 8058."""
    if link is None:
        return ()
    return (
        ("List-Unsubscribe", f"<{link}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    )


def _facts(notice: Notice) -> dict[str, Any]:  # Any: values of templates
    return {
        "course": one_line(notice.course_title or ""),
        "release": notice.data.get("release", 1),
        "achievement": one_line(
            notice.achievement_title or str(notice.data.get("achievement", ""))
        ),
        "points": notice.data.get("points", 0),
    }


def _subject(notice: Notice, language: str, facts: dict[str, Any]) -> str:  # Any: as above
    name = notice.kind.lower()
    return one_line(TEMPLATES.text(language, name, layout="subject.jinja", **facts))


def page(kind: NoticeKind, language: str, look: Look, *, is_done: bool) -> str:
    """What the link to unsubscribe shows, before and after, to somebody who reads `language`."""
    return TEMPLATES.markup(language, "unsubscribe", kind=kind.value, look=look, is_done=is_done)
