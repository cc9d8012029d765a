"""The repository's `docs`, which the package carries (`web/docs` is a link to them)."""

import posixpath
import re
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec

from alcuin.catalog import render_markdown

CHAPTERS = {
    "": "Start here",
    "how-to": "How to",
    "reference": "Reference",
    "decisions": "Decisions",
}
FIRST = "architecture"
"""The page of the first chapter that comes before the others."""

INDEX = "README.md"
"""The contents where the files themselves are read; here the page of contents says them."""

PREFIX = "doc"
FRAME = '<div class="frame" role="group" aria-label="Table" tabindex="0">'
_LINK = re.compile(r'href="(?![a-z]+:|#|/)([^"#]*)\.md(#[^"]*)?"')


class Document(msgspec.Struct, frozen=True):
    """A page of the documentation. `place` is its path below /docs."""

    place: str
    title: str
    source: Traversable

    @property
    def chapter(self) -> str:
        return posixpath.dirname(self.place)


def list_documents() -> dict[str, Document]:
    """Every page by its place, in the order of the contents."""
    root = files("alcuin.web") / "docs"
    found = [
        Document(posixpath.join(chapter, file.name.removesuffix(".md")), _title(file), file)
        for chapter in CHAPTERS
        for file in _pages(root / chapter if chapter else root)
    ]
    return {document.place: document for document in found}


def rendered(document: Document) -> str:
    """Its HTML; links between the files become links between the pages.

    A wide table scrolls in a frame of its own, also by keyboard.
    """
    text = document.source.read_text(encoding="utf-8")
    html = render_markdown(text, prefix=PREFIX, image_hosts=frozenset()).html
    framed = html.replace("<table>", f"{FRAME}<table>").replace("</table>", "</table></div>")
    return _LINK.sub(lambda link: _followed(document, link), framed)


def _pages(folder: Traversable) -> list[Traversable]:
    if not folder.is_dir():
        return []
    pages = [file for file in folder.iterdir() if file.name.endswith(".md") and file.name != INDEX]
    return sorted(pages, key=lambda file: (file.name != f"{FIRST}.md", file.name))


def _title(file: Traversable) -> str:
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("# ").strip()


def _followed(document: Document, link: re.Match[str]) -> str:
    place = posixpath.normpath(posixpath.join(document.chapter, link.group(1)))
    fragment = (link.group(2) or "").replace("#", f"#{PREFIX}-")
    return f'href="/docs/{place}{fragment}"'
