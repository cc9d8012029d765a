"""Addresses in a text: what leads to pages or pictures that are not imported."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from alcuin.catalog.importing.code import CodeFinder

# The text may go over lines and hold brackets in pairs; the address may hold parentheses so.
_LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]\n]{0,200}\]){0,1000})\]"
    r"\((?P<address>(?:[^()\s<>]|\([^()\s]{0,200}\)){0,2000})(?P<title>[ \t]+\"[^\"\n]{0,300}\")?\)"
)
_ANGLED = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]\\]|\\.){0,1000})\]\(<(?P<address>[^<>\n]{1,2000})>"
)
_RAW = re.compile(
    r"<(?P<tag>img|a)\s[^>]{0,1000}?(?:src|href)\s?=\s?[\"']?(?P<address>[^\"'\s>]{1,2000})",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"^ {0,3}\[(?!\^)[^\[\]\n]{1,300}\]:[ \t]*<?(?P<address>[^\s<>]{1,2000})", re.MULTILINE
)


class Address(msgspec.Struct, frozen=True):
    """Where an address stands in a text, and whether it is that of an image."""

    start: int
    end: int
    text: str
    is_image: bool


def links(text: str) -> Iterator[re.Match[str]]:
    """Inline links outside code, in order."""
    return (found for found in _outside_code(_LINK, text) if not found.group("image"))


def addresses(text: str) -> list[Address]:
    """Every address outside code, in order: of links, images, definitions and raw HTML."""
    found = [
        *(address for link in _outside_code(_LINK, text) for address in _of_link(link)),
        *(_address(link, is_image=bool(link["image"])) for link in _outside_code(_ANGLED, text)),
        *(_address(raw, is_image=raw["tag"].lower() == "img") for raw in _outside_code(_RAW, text)),
        *(_address(defined, is_image=False) for defined in _outside_code(_DEFINED, text)),
    ]
    return sorted(found, key=lambda address: address.start)


def _of_link(link: re.Match[str]) -> Iterator[Address]:
    """Its own, and those of images that are the text of it."""
    yield _address(link, is_image=bool(link["image"]))
    for image in _LINK.finditer(link.string, *link.span("text")):
        yield _address(image, is_image=bool(image["image"]))


def _address(found: re.Match[str], *, is_image: bool) -> Address:
    return Address(*found.span("address"), found["address"], is_image)


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
