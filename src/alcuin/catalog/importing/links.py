"""Addresses in a text: what leads to pages or pictures that are not imported."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from alcuin.catalog.importing.code import CodeFinder

# The text may go over lines and hold brackets in pairs; the address may hold parentheses so.
_LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]\n]{0,200}\]){0,1000})\]"
    r"\((?P<address>(?:[^()\s<>]|\([^()\s]{0,200}\)){0,2000})(?P<title>[ \t]+\"[^\"\n]{0,300}\")?\)"
)
_RAW_IMAGE = re.compile(
    r"<img\s[^>]{0,1000}?src\s?=\s?[\"']?(?P<address>[^\"'\s>]{1,2000})", re.IGNORECASE
)


def links(text: str) -> Iterator[re.Match[str]]:
    """Inline links outside code, in order."""
    return (found for found in _outside_code(_LINK, text) if not found.group("image"))


def images(text: str) -> Iterator[tuple[int, str]]:
    """Where an image stands, and its address."""
    for found in _outside_code(_LINK, text):
        if found.group("image"):
            yield found.start(), found.group("address")
        else:  # an image may be the text of a link
            for start, address in images_in_text(found.group("text")):
                yield found.start("text") + start, address
    for found in _outside_code(_RAW_IMAGE, text):
        yield found.start(), found.group("address")


def images_in_text(text: str) -> Iterator[tuple[int, str]]:
    """The same in the text of a link."""
    return ((m.start(), m.group("address")) for m in _LINK.finditer(text) if m.group("image"))


def is_elsewhere(address: str) -> bool:
    """Whether an address names its site, or is a fragment: it does not depend on the folder."""
    seen = urlsplit(address)
    return bool(seen.scheme or seen.netloc) or address.startswith("#") or not address


def _outside_code(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    code = list(CodeFinder(text).ranges())
    at = 0
    for found in pattern.finditer(text):
        while at < len(code) and code[at][1] <= found.start():
            at += 1
        if at == len(code) or found.start() < code[at][0]:
            yield found
