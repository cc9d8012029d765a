"""Takes out of a foreign page what its site generator would have taken out.

Liquid tags and comments, HTML comments, kramdown's attribute lists. Code is left alone,
except for the `raw` tags that protect it. Every cut is named, with its line and words.
"""

import re
from collections.abc import Iterator

import msgspec

from alcuin.catalog.importing.code import CodeFinder
from alcuin.catalog.importing.words import count, is_word

_OPENER = re.compile(r"<!--|\{%|\{\{|\{:|\{#")
_RAW = re.compile(r"\{%-?\s{0,9}(?:end)?raw\s{0,9}-?%\}")
_PROTECTED = re.compile(
    r"(\{%-?\s{0,9}raw\s{0,9}-?%\}).*?(\{%-?\s{0,9}endraw\s{0,9}-?%\})", re.DOTALL
)
_HTML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_COMMENT = re.compile(r"\{%-?\s{0,9}comment\b.*?\{%-?\s{0,9}endcomment\s{0,9}-?%\}", re.DOTALL)
# Of one paragraph, and not too long: whatever else begins like a tag is text.
_TAG = re.compile(
    r"\{%(?:[^\n%{]|%(?!\})|\n(?!\s*\n)){0,2000}%\}|\{\{(?:[^\n}{]|\}(?!\})|\n(?!\s*\n)){0,2000}\}\}"
)
_ATTRIBUTES = re.compile(r"\{[:#][^{}\n]{0,500}\}")


class Cut(msgspec.Struct, frozen=True):
    """A piece that was taken out; `line` counts from 1 in the text that was cleaned."""

    line: int
    text: str
    why: str
    words: int


class Cleaned(msgspec.Struct, frozen=True):
    """What is left; `lines[n]` is the line where the n-th line of `text` began."""

    text: str
    lines: list[int]
    cuts: list[Cut]


def clean(text: str) -> Cleaned:
    """Cut what learners were never meant to read."""
    writer = _Writer()
    at = 0
    for start, end, why in _pieces(text):
        writer.keep(text[at:start])
        writer.cut(text[start:end], why, before=text[end : end + 1])
        at = end
    writer.keep(text[at:])
    return Cleaned("".join(writer.kept), writer.lines, writer.cuts)


def untouched(text: str) -> Cleaned:
    """The text as it is."""
    return Cleaned(text, list(range(1, text.count("\n") + 2)), [])


class _Writer:
    def __init__(self) -> None:
        self.kept: list[str] = []
        self.cuts: list[Cut] = []
        self.lines = [1]
        self._line = 1
        self._last = ""

    def keep(self, piece: str) -> None:
        self.kept.append(piece)
        self._last = piece[-1:] or self._last
        breaks = piece.count("\n")
        self.lines.extend(range(self._line + 1, self._line + breaks + 1))
        self._line += breaks

    def cut(self, piece: str, why: str, *, before: str) -> None:
        self.cuts.append(Cut(self._line, piece, why, count(piece)))
        self._line += piece.count("\n")
        if is_word(self._last) and is_word(before):
            self.kept.append(" ")  # two words must not become one
            self._last = " "


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and reason of each cut, in order."""
    finder, at = CodeFinder(text), 0
    # Where the last closing stands: what begins after it is not searched to the end in vain.
    last = {closing: text.rfind(closing) for closing in ("endraw", "endcomment", "-->")}
    code = finder.next(0)
    while True:
        if code and code[0] < at:
            code = finder.next(at)
        opener = _OPENER.search(text, at, code[0] if code else len(text))
        if opener:
            cuts, at = _cuts_at(text, opener.start(), last)
            yield from cuts
        elif code:
            yield from ((*tag.span(), "template tag") for tag in _RAW.finditer(text, *code))
            at = code[1]
        else:
            return


def _cuts_at(text: str, at: int, last: dict[str, int]) -> tuple[list[tuple[int, int, str]], int]:
    """What to cut of the piece that begins here, and where to go on."""
    if at < last["endraw"] and (raw := _PROTECTED.match(text, at)):
        return [(*raw.span(1), "template tag"), (*raw.span(2), "template tag")], raw.end()
    if at < last["-->"] and (comment := _HTML_COMMENT.match(text, at)):
        return [(*comment.span(), "comment")], comment.end()
    if at < last["endcomment"] and (comment := _COMMENT.match(text, at)):
        return [(*comment.span(), "comment")], comment.end()
    if tag := _TAG.match(text, at):
        return [(*tag.span(), "template tag")], tag.end()
    if attributes := _ATTRIBUTES.match(text, at):
        return [(*attributes.span(), "attributes for the site generator")], attributes.end()
    return [], at + 2
