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
DIVIDED = "reference"
"""Too many pages for one list: the rows of the contents are its chapters."""

INDEX = "README.md"
"""The contents where the files themselves are read; it says in which order pages come here too."""

PREFIX = "doc"
FRAME = '<div class="frame" role="group" aria-label="Table" tabindex="0">'
_LINK = re.compile(r'href="(?![a-z]+:|#|/)([^"#]*)\.md(#[^"]*)?"')
_NAMED = re.compile(r"\]\(([\w/-]+)\.md\)")


class Document(msgspec.Struct, frozen=True):
    """A page of the documentation. `place` is its path below /docs."""

    place: str
    title: str
    chapter: str
    source: Traversable


def list_documents() -> dict[str, Document]:
    """Every page by its place, chapter by chapter in the order of the contents."""
    root = files("alcuin.web") / "docs"
    rows = _contents((root / INDEX).read_text(encoding="utf-8"))
    found: dict[str, Document] = {}
    for folder in CHAPTERS:
        pages = {
            posixpath.join(folder, file.name.removesuffix(".md")): file
            for file in _pages(root / folder if folder else root)
        }
        for place in sorted(pages, key=lambda place: (_rank(rows, place), place)):
            chapter = _chapter(folder, rows.get(place, ""))
            found[place] = Document(place, _title(pages[place]), chapter, pages[place])
    return found


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
    return [file for file in folder.iterdir() if file.name.endswith(".md") and file.name != INDEX]


def _contents(text: str) -> dict[str, str]:
    """The pages that the contents name, in that order, each with the name of its row."""
    return {
        place: line.split("|")[1].strip() if line.startswith("|") else ""
        for line in text.splitlines()
        for place in _NAMED.findall(line)
    }


def _rank(rows: dict[str, str], place: str) -> int:
    """Where the contents name a page; those they do not name come last."""
    return [*rows, place].index(place)


def _chapter(folder: str, row: str) -> str:
    return row[0].upper() + row[1:] if folder == DIVIDED and row else CHAPTERS[folder]


def _title(file: Traversable) -> str:
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("# ").strip()


def _followed(document: Document, link: re.Match[str]) -> str:
    folder = posixpath.dirname(document.place)
    place = posixpath.normpath(posixpath.join(folder, link.group(1)))
    fragment = (link.group(2) or "").replace("#", f"#{PREFIX}-")
    return f'href="/docs/{place}{fragment}"'
