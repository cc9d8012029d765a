"""Letters of this room: a template each, which fills the layouts of text and HTML.

No letter names its reader: whoever registers an address chooses the name, and could make
our letter say anything to a stranger.
"""

from datetime import timedelta
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from alcuin.identity.data import LetterKind
from alcuin.kit.mail import Message

LANGUAGE = "en"
DAY = 24


def _environment(*, escapes: bool) -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        autoescape=escapes,  # noqa: S701  off for plain text only
        trim_blocks=True,
        keep_trailing_newline=True,
    )


_plain = _environment(escapes=False)
_markup = _environment(escapes=True)


def write(kind: LetterKind, to: str, link: str, life: timedelta) -> Message:
    """Write a letter whose link works for `life`."""
    hours = round(life.total_seconds() / 3600)

    def rendered(environment: Environment, layout: str) -> str:
        letter = environment.get_template(f"{LANGUAGE}/{kind}.jinja")
        return letter.render(
            layout=layout, link=link, hours=hours, lasting=_lasting(hours), language=LANGUAGE
        )

    return Message(
        to=to,
        subject=rendered(_plain, "subject.jinja").strip(),
        text=rendered(_plain, "text.jinja"),
        html=rendered(_markup, "html.jinja"),
        link=link,
    )


def _lasting(hours: int) -> str:
    """In days from the second on."""
    if hours >= 2 * DAY:
        return f"{hours // DAY} days"
    return f"{hours} hour{'s' if hours != 1 else ''}"
