"""What is said of each kind of notice: a template by kind and language, in the app and by mail.

The page that a letter's link to unsubscribe opens stands beside them: whoever reads the one
reads the other.

As in identity, no letter names its reader. A course's title is somebody's text: it is escaped
in HTML, and holds no line end anywhere.
"""

from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from alcuin.kit.mail import Message
from alcuin.notifications.data.notices import Notice, NoticeKind, NoticeView
from alcuin.notifications.needs import Look

USUAL_LANGUAGE = "en"
_FOLDER = Path(__file__).parent


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A letter to be written. Without a link to unsubscribe where it is always sent."""

    to: str
    language: str
    time_zone: str
    public_url: str
    unsubscribe: str | None


def _environment(*, escapes: bool) -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        autoescape=escapes,  # noqa: S701  off for plain text only
        trim_blocks=True,
        keep_trailing_newline=True,
    )


_plain = _environment(escapes=False)
_markup = _environment(escapes=True)


@cache
def languages() -> frozenset[str]:
    """Those that there are templates in."""
    return frozenset(path.name for path in _FOLDER.iterdir() if (path / "base.jinja").exists())


def spoken(language: str) -> str:
    """The language of a template for somebody who reads `language` (BCP 47)."""
    main = language.partition("-")[0]
    return main if main in languages() else USUAL_LANGUAGE


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
    return _line(_rendered(_plain, "subject.jinja", notice, spoken(language), _facts(notice)))


def write(notice: Notice, letter: Letter) -> Message:
    """Write a letter about a notice: the same one whenever it is written, by its key."""
    language = spoken(letter.language)
    at = notice.created_at.astimezone(ZoneInfo(letter.time_zone))
    facts = _facts(notice) | {
        "at": f"{at:%Y-%m-%d %H:%M} ({letter.time_zone})",
        "public_url": letter.public_url,
        "unsubscribe": letter.unsubscribe,
    }
    return Message(
        to=letter.to,
        subject=_line(_rendered(_plain, "subject.jinja", notice, language, facts)),
        text=_rendered(_plain, "text.jinja", notice, language, facts),
        html=_rendered(_markup, "html.jinja", notice, language, facts),
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
        "course": _line(notice.course_title or ""),
        "release": notice.data.get("release", 1),
        "achievement": _line(notice.achievement_title or str(notice.data.get("achievement", ""))),
        "points": notice.data.get("points", 0),
    }


def _rendered(
    environment: Environment, layout: str, notice: Notice, language: str, facts: dict[str, Any]
) -> str:  # Any: as above
    template = environment.get_template(f"{language}/{notice.kind.lower()}.jinja")
    return template.render(layout=layout, language=language, **facts)


def _line(text: str) -> str:
    return " ".join(text.split())


def page(kind: NoticeKind, language: str, look: Look, *, is_done: bool) -> str:
    """What the link to unsubscribe shows, before and after, to somebody who reads `language`."""
    said = spoken(language)
    return _markup.get_template(f"{said}/unsubscribe.jinja").render(
        kind=kind.value, language=said, look=look, is_done=is_done
    )
