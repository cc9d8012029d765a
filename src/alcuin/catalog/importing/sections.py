"""The body of a page becomes sections, with every word accounted for."""

import msgspec

from alcuin.catalog.importing.addresses import note_addresses
from alcuin.catalog.importing.blocks import Heading, blocks_of
from alcuin.catalog.importing.cleaning import Cut, clean, untouched
from alcuin.catalog.importing.errors import problem
from alcuin.catalog.importing.foreign import settle_links
from alcuin.catalog.importing.keys import Keys
from alcuin.catalog.importing.ledger import Ledger
from alcuin.catalog.importing.matter import MatterUnreadable, Page
from alcuin.catalog.importing.plan import SectionPlan
from alcuin.catalog.importing.splitting import Piece, split
from alcuin.catalog.importing.words import count
from alcuin.catalog.rendering import MAX_LENGTH

MAX_TITLE = 200


class Body(msgspec.Struct, frozen=True):
    """A page's text made ready to be split. `title` is what its first heading says of it all."""

    page: Page
    text: str
    title: str | None
    lines: list[int]
    is_foreign: bool

    def line(self, number: int) -> int:
        """The line in the file of a line (from 0) of the text."""
        return self.page.line - 1 + self.lines[min(number, len(self.lines) - 1)]


def prepared(page: Page, ledger: Ledger, *, is_foreign: bool, site: str | None = None) -> Body:
    """The text without what a foreign site added, and without the page's own title."""
    cleaned = clean(page.body) if is_foreign else untouched(page.body)
    settled = settle_links(cleaned.text, site, ledger.is_here) if is_foreign else None
    text = settled.text if settled else cleaned.text
    body = Body(page, text, None, cleaned.lines, is_foreign)
    for cut in cleaned.cuts:
        _leave_out(ledger, page.line - 1 + cut.line, cut)
    for cut in settled.cuts if settled else []:
        _leave_out(ledger, body.line(cut.line - 1), cut)
    for led in settled.led if settled else []:
        ledger.add(led.words)
        ledger.note(body.line(led.line - 1), "changed", f"{led.why}: {led.text}")
    return _without_title(body, ledger)


def sections_of(
    body: Body, lesson: tuple[str, str], keys: Keys, ledger: Ledger
) -> list[SectionPlan]:
    """Sections at the headings of a lesson's body; `lesson` is its key and title.

    Raises MatterUnreadable if one is too long.
    """
    done = split(body.text, as_one_page=body.is_foreign)
    ledger.add(done.added)
    for line, text in done.unused:
        ledger.leave_out(body.line(line), "nothing refers to it", text)
    key, title = lesson
    only = title if len(done.pieces) == 1 else "Introduction"
    return [_section(body, piece, (key, only), keys, ledger) for piece in done.pieces]


def _section(
    body: Body, piece: Piece, names: tuple[str, str], keys: Keys, ledger: Ledger
) -> SectionPlan:
    """One piece; without a heading of its own it takes the second of `names`."""
    lesson, otherwise = names
    line = body.line(piece.line)
    title, content = piece.heading.title if piece.heading else otherwise, piece.content
    if len(content) > MAX_LENGTH:
        message = f"The section {title[:80]!r} is over {MAX_LENGTH} characters."
        raise MatterUnreadable(problem(body.page.path, line, message))
    if piece.heading:
        title, content = _titled(piece.heading, body, content, ledger)
    key = keys.make(lesson, title)
    ledger.take(content)
    ledger.note(line, "taken", f"section {title!r}, words: {count(content)}")
    files = note_addresses(content, line, ledger)
    return SectionPlan(key=key, title=title, content=content, files=files)


def _titled(heading: Heading, body: Body, content: str, ledger: Ledger) -> tuple[str, str]:
    """A heading as a title; one that is too long also stays in the text, whole."""
    line, raw = body.line(heading.start), _raw(body.text, heading)
    if len(heading.title) <= MAX_TITLE:
        ledger.take(heading.title)
        if lost := count(raw) - count(heading.title):
            ledger.change(line, "a title has no marks or links", raw, lost)
        return heading.title, content
    title = heading.title[: MAX_TITLE - 1].rsplit(" ", 1)[0] + "…"
    ledger.note(line, "changed", f"title cut, whole in the text: {title}")
    return title, f"{raw}\n\n{content}"


def _raw(text: str, heading: Heading) -> str:
    return "\n".join(text.split("\n")[heading.start : heading.end])


def _leave_out(ledger: Ledger, line: int, cut: Cut) -> None:
    ledger.leave_out(line, cut.why, cut.text, cut.words)


def _without_title(body: Body, ledger: Ledger) -> Body:
    """A heading that stands alone at its level, first of all, says what the whole page is."""
    headings = blocks_of(body.text).headings
    if not headings or "".join(body.text.split("\n")[: headings[0].start]).strip():
        return body
    first, given = headings[0], body.page.matter.get("title")
    is_alone = all(heading.level > first.level for heading in headings[1:])
    says_the_same = given is None or str(given).strip().casefold() == first.title.casefold()
    if not says_the_same or not (is_alone or given):
        return body
    lines = body.text.split("\n")
    ledger.take(first.title)
    if lost := count(_raw(body.text, first)) - count(first.title):
        ledger.change(body.line(first.start), "a title has no links", first.title, lost)
    lines[first.start : first.end] = [""] * (first.end - first.start)
    return msgspec.structs.replace(body, text="\n".join(lines), title=first.title)
