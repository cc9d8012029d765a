"""Files of ours that a section may show or link to: those of its course, and no others."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

import msgspec

MEDIA = "/api/media/"

_ID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_NAMED = re.compile(rf"{MEDIA}({_ID})")
_ADDRESS = re.compile(rf"{MEDIA}({_ID})(?:[?#]\S*)?")

# What `picture` writes below; of anybody else the sanitizer takes it away.
SRCSET = re.compile(rf"{MEDIA}{_ID}(?:\?width=\d+)? \d+w(?:, {MEDIA}{_ID}(?:\?width=\d+)? \d+w)*")


class OwnFile(msgspec.Struct, frozen=True):
    """A file of the course's space; a picture has a size, and narrower renditions of itself."""

    id: UUID
    width: int | None
    height: int | None
    widths: list[int]


Files = Mapping[UUID, OwnFile]
NO_FILES: Files = MappingProxyType({})


def address_of(media_id: UUID) -> str:
    """Where a file is served."""
    return f"{MEDIA}{media_id}"


def file_named(address: str) -> UUID | None:
    """The file that an address is that of."""
    found = _ADDRESS.fullmatch(address)
    return UUID(found.group(1)) if found else None


def file_at(address: str, files: Files) -> OwnFile | None:
    """The one of `files` that an address names."""
    media_id = file_named(address)
    return files.get(media_id) if media_id else None


def named_in(text: str) -> set[UUID]:
    """Every file that a text may be naming."""
    return {UUID(name) for name in _NAMED.findall(text)}


def picture(file: OwnFile, given: Mapping[str, str]) -> dict[str, str]:
    """The attributes of an image: those given, its size, and its renditions to choose from.

    With a size the page does not jump when the picture arrives.
    """
    said = {name: value for name, value in given.items() if name != "srcset"}
    shown = said | {"src": address_of(file.id)}
    if not given.keys() & {"width", "height"}:
        shown |= {"width": str(file.width), "height": str(file.height)}
    if file.widths:
        shown["srcset"] = ", ".join(_choices(file))
    return shown


def _choices(file: OwnFile) -> list[str]:
    narrower = [f"{address_of(file.id)}?width={width} {width}w" for width in sorted(file.widths)]
    return [*narrower, f"{address_of(file.id)} {file.width}w"]
