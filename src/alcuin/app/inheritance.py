"""What a child process is told: settings and URLs as JSON on its standard input.

Not by the environment or arguments, which others on the machine may read.
"""

import msgspec

from alcuin.app.settings import Settings
from alcuin.app.urls import Urls


class Inheritance(msgspec.Struct, frozen=True):
    """Everything a child needs to begin."""

    settings: Settings
    urls: Urls


def for_child(settings: Settings, urls: Urls) -> bytes:
    """What the parent writes."""
    return msgspec.json.encode(Inheritance(settings, urls), enc_hook=str)


def from_parent(text: bytes) -> Inheritance:
    """What the child reads."""
    return msgspec.json.decode(text, type=Inheritance, dec_hook=lambda kind, value: kind(value))
