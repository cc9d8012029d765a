"""Sanitized HTML made fit for a page that shows several sections.

Ids get the section's prefix, so that sections cannot collide and no author can name an
element after a property of the document; fragments follow; images from elsewhere become
links, and of our own files only those of the course stay. It reads only what the sanitizer
wrote (every tag closed, every value in double quotes, every `<`, `>` and `"` escaped), and
the sanitizer reads the result again.
"""

import re
from html import escape, unescape
from urllib.parse import unquote
from uuid import UUID

import msgspec

from alcuin.catalog.rendering.addresses import as_browsers_read, is_link, is_remote_image
from alcuin.catalog.rendering.data import RenderNote
from alcuin.catalog.rendering.own import MEDIA, Files, file_at, picture

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_ID = re.compile(r' id="([^"<>]*)"')


class Sources(msgspec.Struct, frozen=True):
    """From where a section may show images: other hosts, and files of its course."""

    hosts: frozenset[str]
    files: Files


class Rewritten(msgspec.Struct, frozen=True):
    """The HTML, what had to be replaced in it, and which files of ours are in it."""

    html: str
    notes: list[RenderNote]
    files: set[UUID]


def rewritten(html: str, *, prefix: str, sources: Sources) -> Rewritten:
    """The HTML with prefixed ids."""
    writer = _Writer(prefix, set(map(unescape, _ID.findall(html))), sources)
    return Rewritten(_TAG.sub(writer.write, html), writer.notes, writer.files)


class _Writer:
    """Writes one tag after the other; knows which ids are given and which links are open."""

    def __init__(self, prefix: str, ids: set[str], sources: Sources) -> None:
        self.notes: list[RenderNote] = []
        self.files: set[UUID] = set()
        self._prefix = prefix
        self._ids = ids
        self._given: dict[str, int] = {}
        self._sources = sources
        self._links: list[bool] = []  # for each open <a>: is it written?

    def write(self, tag: re.Match[str]) -> str:
        closing, name, written = tag.groups()
        if closing:
            return tag.group() if name != "a" or (self._links and self._links.pop()) else ""
        if not written and name not in {"a", "img"}:
            return tag.group()
        given = {key: unescape(value) for key, value in _ATTRIBUTE.findall(written)}
        if name == "img":
            return self._image(given)
        self._name(given)
        return self._opened_link(given) if name == "a" else _tag(name, given)

    def _name(self, given: dict[str, str]) -> None:
        if "id" in given:
            given["id"] = self._own_id(given["id"])

    def _own_id(self, name: str) -> str:
        """Prefixed and unique: a second heading of the same words gets a number, as on GitHub."""
        again = self._given.get(name, 0)
        own = f"{name}-{again}" if again else name
        while own in self._given and again:
            again += 1
            own = f"{name}-{again}"
        self._given[name] = again + 1
        self._given.setdefault(own, 1)
        return f"{self._prefix}-{own}"

    def _opened_link(self, link: dict[str, str]) -> str:
        self._follow(link)
        self._links.append(bool(link.keys() & {"href", "id"}))
        return _tag("a", link) if self._links[-1] else ""

    def _follow(self, link: dict[str, str]) -> None:
        """A fragment of this section is prefixed; one of elsewhere leaves its text alone.

        So does a link to a file of ours that is not the course's: nobody could open it.
        """
        address = link.get("href", "")
        if not address.startswith("#"):
            if as_browsers_read(address).startswith(MEDIA):
                self._link_file(link)
        elif (name := unquote(address[1:])) in self._ids:
            link["href"] = f"#{self._prefix}-{name}"
        else:
            del link["href"]
            self.notes.append(RenderNote("link", f"no such place in this section: {address}"))

    def _link_file(self, link: dict[str, str]) -> None:
        file = file_at(link["href"], self._sources.files)
        if file is None:
            self.notes.append(RenderNote("link", f"no file of this course: {link.pop('href')}"))
        else:
            self.files.add(file.id)

    def _image(self, image: dict[str, str]) -> str:
        address = image.get("src", "")
        file = file_at(address, self._sources.files)
        if file and file.width:
            self.files.add(file.id)
            image = picture(file, image)
        elif is_remote_image(address, self._sources.hosts):
            image.pop("srcset", None)
        else:
            return self._instead_of_image(image)
        self._name(image)
        return _tag("img", image)

    def _instead_of_image(self, image: dict[str, str]) -> str:
        """A picture from elsewhere would tell its host who reads; a link asks first."""
        address, alt = image.get("src", ""), image.get("alt", "")
        self.notes.append(RenderNote("image", f"not shown: {address or alt}"))
        text = escape(alt or address.rsplit("/", 1)[-1])
        if any(self._links) or not address.startswith(("http:", "https:")) or not is_link(address):
            return text
        return f'<a href="{escape(address)}">{text}</a>'


def _tag(name: str, attributes: dict[str, str]) -> str:
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>"
