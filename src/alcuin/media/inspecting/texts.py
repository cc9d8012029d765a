"""Text, Markdown and captions: UTF-8 without anything that is no text."""

import re
from collections.abc import Callable

from alcuin.media.inspecting.bounds import TEXT_BYTES
from alcuin.media.inspecting.captions import check_subrip, check_webvtt
from alcuin.media.inspecting.refusing import refused
from alcuin.media.inspecting.types import SUBRIP, WEBVTT

BOM = b"\xef\xbb\xbf"
_OTHER_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
# All of C0, DEL and C1 but tab, line feed, form feed, carriage return and U+0085 (next line).
_CONTROL = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_CHECKS: dict[str, Callable[[str], None]] = {WEBVTT: check_webvtt, SUBRIP: check_subrip}


def check_text(content: bytes, media_type: str) -> bytes:
    """The bytes to store: without a byte order mark. Raises FileRefused."""
    if len(content) > TEXT_BYTES:
        raise refused("too_long", f"Texts may have at most {TEXT_BYTES // 1_000_000} MB.")
    body = content.removeprefix(BOM)
    text = _decoded(body)
    found = _CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        what = f"U+{ord(found[0]):04X}"
        raise refused("control_character", f"Line {line} holds the control character {what}.")
    check = _CHECKS.get(media_type)
    if check:
        check(text)
    return body


def _decoded(body: bytes) -> str:
    if body.startswith(_OTHER_BOMS):
        raise refused("not_utf8", "This text is in UTF-16. Save it as UTF-8.")
    try:
        return body.decode()
    except UnicodeDecodeError as fault:
        line = body.count(b"\n", 0, fault.start) + 1
        sentence = f"Line {line} is not UTF-8. Save the text as UTF-8."
        raise refused("not_utf8", sentence) from None
