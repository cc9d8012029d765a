"""Keeps account of one page: what became of each part, and that no word is missing."""

from alcuin.catalog.importing.attachments import Attachments, FoundFile, NotThere
from alcuin.catalog.importing.matter import Page
from alcuin.catalog.importing.plan import ReportItem, What, WordCount
from alcuin.catalog.importing.words import count, excerpt


class Ledger:
    """Items and words of one page; knows the files that it may name."""

    def __init__(self, page: Page, beside: Attachments) -> None:
        self.page = page
        self.beside = beside
        self.items: list[ReportItem] = []
        self._taken = self._left_out = self._added = 0

    def find(self, address: str) -> FoundFile | NotThere | None:
        """What an address on this page names; None where it is not meant to name a file."""
        return self.beside.find(self.page.path, address)

    def is_here(self, address: str) -> bool:
        """Whether it names a file that can be taken along."""
        return isinstance(self.find(address), FoundFile)

    def line_of(self, text: str, line: int) -> int:
        """Where a text stands, at this line of the file or after it."""
        lines = self.page.body.split("\n")[line - self.page.line :]
        return next((line + n for n, found in enumerate(lines) if text in found), line)

    def note(self, line: int, what: What, detail: str) -> None:
        """Something without words of its own."""
        self.items.append(ReportItem(self.page.path, line, what, detail))

    def take(self, text: str) -> None:
        """Text that is now in the plan."""
        self._taken += count(text)

    def add(self, words: int) -> None:
        """Words taken that the page does not have, or not twice."""
        self._added += words

    def leave_out(self, line: int, why: str, text: str, words: int | None = None) -> None:
        """Text that is not in the plan."""
        words = count(text) if words is None else words
        self._left_out += words
        self.note(line, "left_out", f"{why}, words: {words}: {excerpt(text)}")

    def change(self, line: int, why: str, text: str, words: int) -> None:
        """Text that is in the plan with fewer words."""
        self._left_out += words
        self.note(line, "changed", f"{why}: {excerpt(text)}")

    def words(self) -> WordCount:
        """The sum of it."""
        read = count(self.page.body)
        return WordCount(self.page.path, read, self._taken, self._left_out, self._added)
