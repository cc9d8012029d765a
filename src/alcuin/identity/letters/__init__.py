"""Letters of this room: a template by kind and language, which fills the layouts of text and HTML.

No letter names its reader: whoever registers an address chooses the name, and could make
our letter say anything to a stranger.
"""

from datetime import timedelta
from pathlib import Path

from alcuin.identity.data import LetterKind
from alcuin.kit.letters import Templates, one_line
from alcuin.kit.mail import Message

TEMPLATES = Templates(Path(__file__).parent)


def write(kind: LetterKind, to: str, language: str, link: str, life: timedelta) -> Message:
    """Write a letter whose link works for `life`, to somebody who reads `language`."""
    facts = {"link": link, "hours": round(life.total_seconds() / 3600), "days": life.days}
    return Message(
        to=to,
        subject=one_line(TEMPLATES.text(language, kind, layout="subject.jinja", **facts)),
        text=TEMPLATES.text(language, kind, layout="text.jinja", **facts),
        html=TEMPLATES.markup(language, kind, layout="html.jinja", **facts),
        link=link,
    )
