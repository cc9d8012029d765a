"""Files that lie in a course folder beside its texts, and which of them an address names."""

import posixpath
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from alcuin.catalog.importing.links import is_elsewhere
from alcuin.catalog.rendering import MEDIA

_PAGES = frozenset({"", ".md", ".markdown", ".html", ".htm"})


class FoundFile(msgspec.Struct, frozen=True):
    """A regular file, reached without following a link. `path` is relative to the folder."""

    path: str
    source: Path
    bytes: int


class NotThere(msgspec.Struct, frozen=True):
    """Why an address names no file that can be taken along."""

    why: str


class Attachments(msgspec.Struct, frozen=True):
    """Files by path, and why others cannot be taken."""

    files: Mapping[str, FoundFile] = {}
    left: Mapping[str, str] = {}

    def find(self, page: str, address: str) -> FoundFile | NotThere | None:
        """What an address on a page names; None where it is not meant to name a file."""
        path = unquote(urlsplit(address).path)
        if is_elsewhere(address) or path.startswith(MEDIA) or not path.strip("/"):
            return None
        # As a site would read it: from its root, or from the page.
        beside = "" if path.startswith("/") else posixpath.dirname(page)
        place = posixpath.normpath(posixpath.join(beside, path.lstrip("/")))
        if place == ".." or place.startswith("../"):
            return NotThere("it leads out of the folder")
        if found := self.files.get(place):
            return found
        if why := self.left.get(place):
            return NotThere(why)
        is_page = path.endswith("/") or posixpath.splitext(place)[1].lower() in _PAGES
        return None if is_page else NotThere("it is not in the folder")
