"""Where code stands in Markdown: nothing inside it is markup."""

import re
from bisect import bisect
from collections.abc import Iterator

# An opening fence, at the start of a line or of a quote or list item; or backticks.
_OPENER = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})[^`\n]*$|`+", re.MULTILINE
)
_BLANK = re.compile(r"\n[ \t]*\n")

# Longer spans of inline code are no spans, so that stray backticks cost little.
_MAX_SPAN = 5_000


class CodeFinder:
    """Finds code in one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._blanks = [found.start() for found in _BLANK.finditer(text)]

    def next(self, at: int) -> tuple[int, int] | None:
        """Start and end of the first fenced block or inline span that begins at `at` or later."""
        while opener := _OPENER.search(self._text, at):
            end = self._end_of_fence(opener) if opener.group(1) else self._end_of_span(opener)
            if end is not None:
                return opener.start(), end
            at = opener.end()
        return None

    def ranges(self) -> Iterator[tuple[int, int]]:
        """All of them, in order."""
        at = 0
        while found := self.next(at):
            yield found
            at = found[1]

    def _end_of_fence(self, opener: re.Match[str]) -> int:
        mark = opener.group(1)
        closing = re.compile(rf"^[ \t>]*{mark[0]}{{{len(mark)},}}[ \t]*$", re.MULTILINE)
        found = closing.search(self._text, opener.end())
        return found.end() if found else len(self._text)

    def _end_of_span(self, opener: re.Match[str]) -> int | None:
        """The closing run of as many backticks in the same paragraph."""
        following = bisect(self._blanks, opener.start())
        paragraph = self._blanks[following] if following < len(self._blanks) else len(self._text)
        closing = re.compile(rf"(?<!`){opener.group()}(?!`)")
        limit = min(paragraph, opener.end() + _MAX_SPAN)
        found = closing.search(self._text, opener.end(), limit)
        return found.end() if found else None
