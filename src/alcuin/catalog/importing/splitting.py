"""One long text becomes sections, at headings, so that no word is lost.

An author of ours decides by the highest level of headings. A foreign text, written as one
page, is cut there too, then at the next level wherever a section is too long to be read in
one go; a few words above deeper headings are no section of their own.
"""

import msgspec

from alcuin.catalog.importing.blocks import Heading, blocks_of
from alcuin.catalog.importing.definitions import Definitions
from alcuin.catalog.importing.words import count

# Words of a section that can be read in one go, and of one not worth a page.
_TOO_LONG = 1_500
_TOO_SHORT = 40


class Piece(msgspec.Struct, frozen=True):
    """A part of a text that becomes a section; `heading` is None for what stands before any.

    `line` counts from 0.
    """

    heading: Heading | None
    line: int
    content: str


class Split(msgspec.Struct, frozen=True):
    """Pieces in order; definitions that nothing refers to; words that stand in more than one."""

    pieces: list[Piece]
    unused: list[tuple[int, str]]
    added: int


class _Span(msgspec.Struct, frozen=True):
    """Lines from `start` to before `end`; the heading, if any, is the first of them."""

    heading: Heading | None
    start: int
    end: int

    @property
    def body(self) -> slice:
        return slice(self.heading.end if self.heading else self.start, self.end)

    def is_above(self, other: "_Span") -> bool:
        """Whether the other begins with a heading below this one's."""
        return bool(self.heading and other.heading and self.heading.level < other.heading.level)


def split(text: str, *, as_one_page: bool) -> Split:
    """Cut a text at its headings. Definitions follow the pieces that refer to them."""
    lines = text.split("\n")
    blocks = blocks_of(text)
    definitions = Definitions(lines, blocks.definitions)
    splitter = _Splitter(definitions.taken_out(), blocks.headings)
    spans = splitter.sensible() if as_one_page else splitter.at_highest()
    pieces = [_piece(splitter.lines, span) for span in spans]
    kept = [piece for piece in pieces if piece.heading or piece.content]
    complete = [_extended(piece, definitions) for piece in kept]
    return Split(complete, definitions.unused(), definitions.repeated_words())


def _piece(lines: list[str], span: _Span) -> Piece:
    return Piece(span.heading, span.start, "\n".join(lines[span.body]).strip("\n").rstrip())


def _extended(piece: Piece, definitions: Definitions) -> Piece:
    wanted = definitions.wanted_by(piece.content)
    content = "\n\n".join([piece.content, *wanted]) if wanted else piece.content
    return Piece(piece.heading, piece.line, content)


class _Splitter:
    def __init__(self, lines: list[str], headings: list[Heading]) -> None:
        self.lines = lines
        self._headings = headings
        self._whole = _Span(None, 0, len(lines))

    def at_highest(self) -> list[_Span]:
        """At every heading of the highest level there is."""
        return self._cut(self._whole, min((h.level for h in self._headings), default=0))

    def sensible(self) -> list[_Span]:
        """At the highest headings, and again inside what is then still too long."""
        return self._joined(self._shortened(self._whole))

    def _words(self, span: _Span) -> int:
        return count("\n".join(self.lines[span.body]))

    def _inside(self, span: _Span) -> list[Heading]:
        return [h for h in self._headings if span.body.start <= h.start < span.end]

    def _cut(self, span: _Span, level: int) -> list[_Span]:
        """The span in parts that begin at its headings of this level or above."""
        chosen = [heading for heading in self._inside(span) if heading.level <= level]
        starts = [span.start, *(heading.start for heading in chosen)]
        ends = [*starts[1:], span.end]
        firsts = [span.heading, *chosen]
        return [_Span(*of) for of in zip(firsts, starts, ends, strict=True)]

    def _shortened(self, span: _Span) -> list[_Span]:
        inside = self._inside(span)
        if not inside or (span.heading and self._words(span) <= _TOO_LONG):
            return [span]
        parts = self._cut(span, min(heading.level for heading in inside))
        return [shorter for part in parts for shorter in self._shortened(part)]

    def _joined(self, spans: list[_Span]) -> list[_Span]:
        """A few words above a deeper heading open what follows; an empty heading ends a section."""
        joined: list[_Span] = []
        for span in spans:
            last = joined[-1] if joined else None
            if last and last.is_above(span) and self._words(last) < _TOO_SHORT:
                joined[-1] = _Span(last.heading, last.start, span.end)
                continue
            self._close(joined)
            joined.append(span)
        self._close(joined)
        return joined

    def _close(self, joined: list[_Span]) -> None:
        if len(joined) > 1 and not self._words(joined[-1]):
            empty, before = joined.pop(), joined.pop()
            joined.append(_Span(before.heading, before.start, empty.end))
