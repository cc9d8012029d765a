"""What the sanitizer will take away, for the report. It decides nothing: `allowed` does."""

import re
from collections.abc import Iterator
from html import unescape

from markdown_it.token import Token

from alcuin.catalog.rendering.addresses import is_link
from alcuin.catalog.rendering.allowed import TAGS
from alcuin.catalog.rendering.data import RenderNote

# Each looks at a character a bounded number of times: the text may be hostile.
_TAG = re.compile(r"<([a-zA-Z][\w:-]{0,30})")
_ATTRIBUTE = re.compile(r"""[\s/"'](on[a-z]{3,20}|style|srcdoc|formaction|name)=""", re.IGNORECASE)
_ADDRESS = re.compile(r"""href\s{0,3}=\s{0,3}["']?([^"'\s>]{1,200})""", re.IGNORECASE)


def notes_on(tokens: list[Token]) -> Iterator[RenderNote]:
    """Tags, attributes and links of the author that will not be shown."""
    for token in tokens:
        if token.type in {"html_inline", "html_block"}:
            yield from _notes_on_html(token.content)
        elif token.type == "link_open":
            yield from _notes_on_link(str(token.attrs.get("href", "")))
        yield from notes_on(token.children or [])


def _notes_on_html(html: str) -> Iterator[RenderNote]:
    for tag in _TAG.finditer(html):
        if (name := tag.group(1).lower()) not in TAGS:
            yield RenderNote("tag", f"<{name}> is not allowed")
    for attribute in _ATTRIBUTE.finditer(html):
        yield RenderNote("attribute", f"{attribute.group(1).lower()} is not allowed")
    for address in _ADDRESS.finditer(html):
        yield from _notes_on_link(unescape(address.group(1)))


def _notes_on_link(address: str) -> Iterator[RenderNote]:
    if not is_link(address):
        yield RenderNote("link", f"address not allowed: {address[:200]}")
