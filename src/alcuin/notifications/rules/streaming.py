"""Notices as a stream of events (WHATWG HTML, 9.2)."""

import msgspec

from alcuin.kit.problems import Invalid
from alcuin.notifications.data.notices import NoticeView

HELLO = b"retry: 2000\n\n"
"""How many milliseconds a client waits before it comes back."""

BEAT = b": still here\n\n"
LONGEST = 18
"""Digits of a number."""

_encode = msgspec.json.Encoder().encode


def as_event(notice: NoticeView) -> bytes:
    """JSON holds no line end, so that it is one line of data."""
    return b"id: %d\nevent: notice\ndata: %b\n\n" % (notice.number, _encode(notice))


def place_of(header: str | None, after: int | None) -> int | None:
    """After which number to go on; the header, as clients send it by themselves, comes first.

    Raises Invalid.
    """
    if header is None or not header.strip():
        return after
    said = header.strip()
    if not (said.isascii() and said.isdigit() and len(said) <= LONGEST):
        raise Invalid.at("Last-Event-ID", "This is no id of this stream.", "number")
    return int(said)
