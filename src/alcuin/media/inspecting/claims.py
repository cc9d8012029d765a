"""What a file is said to be, by its name and its sender, against what it is."""

import re

from alcuin.media.inspecting.refusing import not_taken, refused
from alcuin.media.inspecting.types import ALIASES, ENDINGS, NAMES, TEXT, TEXTS, UNSAID, WEBVTT

# `Lecture 1.2` has no ending; `shell.php` has.
_ENDING = re.compile(r"\.([A-Za-z][A-Za-z0-9_-]{0,15})$")


def settle(found: str | None, head: bytes, name: str, declared: str | None) -> str:
    """The media type, where content, name and declaration agree.

    `found` is what `sniff` says of `head`. Raises FileTypeRefused, FileRefused.
    """
    by_name, by_sender = _by_name(name), _by_sender(declared)
    if found:
        for said, where in ((by_name, "name"), (by_sender, "declared type")):
            if said and said != found:
                raise _contradiction(where, said, NAMES[found])
        return found
    return _text(by_name, by_sender, head)


def _by_name(name: str) -> str | None:
    ending = _ENDING.search(name.rstrip(" ."))
    if ending is None:
        return None
    known = ENDINGS.get(ending[1].lower())
    if known is None:
        raise not_taken(f"Files whose names end in .{ending[1]}")
    return known


def _by_sender(declared: str | None) -> str | None:
    said = (declared or "").partition(";")[0].strip().lower()
    if said in UNSAID:
        return None
    known = ALIASES.get(said, said)
    if known not in NAMES:
        raise not_taken("Files declared to be of this type")
    return known


def _text(by_name: str | None, by_sender: str | None, head: bytes) -> str:
    """Senders say text/plain of every kind of text, so the name counts for more."""
    for said, where in ((by_name, "name"), (by_sender, "declared type")):
        if said and said not in TEXTS:
            raise _contradiction(where, said, "something else")
    if by_name and by_sender not in (None, TEXT, by_name):
        raise _contradiction("declared type", by_sender or "", NAMES[by_name])
    if by_name or by_sender:
        return by_name or by_sender or TEXT
    if b"\0" in head:
        raise not_taken("Files of an unknown kind")
    return WEBVTT if head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT") else TEXT


def _contradiction(where: str, said: str, is_: str) -> Exception:
    sentence = f"The {where} says {NAMES[said]}, but the content is {is_}."
    return refused("contradiction", sentence)
