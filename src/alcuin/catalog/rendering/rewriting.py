"""Sanitized HTML made fit for a page that shows several sections.

Ids get the section's prefix, so that sections cannot collide and no author can name an
element after a property of the document; fragments follow; images from elsewhere become
links. It reads only what the sanitizer wrote (every tag closed, every value in double
quotes, every `<`, `>` and `"` escaped), and the sanitizer reads the result again.
"""

import re
from html import escape, unescape
from urllib.parse import unquote

from alcuin.catalog.rendering.addresses import is_image, is_link
from alcuin.catalog.rendering.data import RenderNote

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_ID = re.compile(r' id="([^"<>]*)"')


def rewritten(
    html: str, *, prefix: str, image_hosts: frozenset[str]
) -> tuple[str, list[RenderNote]]:
    """The HTML with prefixed ids, and what had to be replaced."""
    writer = _Writer(prefix, set(map(unescape, _ID.findall(html))), image_hosts)
    return _TAG.sub(writer.write, html), writer.notes


class _Writer:
    """Writes one tag after the other; knows which ids are given and which links are open."""

    def __init__(self, prefix: str, ids: set[str], image_hosts: frozenset[str]) -> None:
        self.notes: list[RenderNote] = []
        self._prefix = prefix
        self._ids = ids
        self._given: dict[str, int] = {}
        self._image_hosts = image_hosts
        self._links: list[bool] = []  # for each open <a>: is it written?

    def write(self, tag: re.Match[str]) -> str:
        closing, name, written = tag.groups()
        if closing:
            return tag.group() if name != "a" or (self._links and self._links.pop()) else ""
        if not written and name not in {"a", "img"}:
            return tag.group()
        given = {key: unescape(value) for key, value in _ATTRIBUTE.findall(written)}
        if name == "img" and not is_image(given.get("src", ""), self._image_hosts):
            return self._instead_of_image(given)
        if "id" in given:
            given["id"] = self._own_id(given["id"])
        return self._opened_link(given) if name == "a" else _tag(name, given)

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
        """A fragment of this section is prefixed, one of elsewhere leaves its text alone."""
        fragment = link.get("href", "")
        if not fragment.startswith("#"):
            return
        name = unquote(fragment[1:])
        if name in self._ids:
            link["href"] = f"#{self._prefix}-{name}"
        else:
            del link["href"]
            self.notes.append(RenderNote("link", f"no such place in this section: {fragment}"))

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
