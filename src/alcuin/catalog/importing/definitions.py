"""Footnotes and link addresses that are written apart from where they are used.

When a text is split they go with the sections that refer to them, and stand in each of
several; a section alone would otherwise show `[^1]` for what was a footnote.
"""

import re
from collections import Counter

from markdown_it.common.utils import normalizeReference

from alcuin.catalog.importing.blocks import Definition
from alcuin.catalog.importing.words import count

_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){1,300})\]")


class Definitions:
    """All of one text, and how often each was wanted."""

    def __init__(self, lines: list[str], found: list[Definition]) -> None:
        self._lines = lines
        self._found = found
        self._uses: Counter[Definition] = Counter()

    def taken_out(self) -> list[str]:
        """The lines of the text, empty where definitions stood."""
        lines = list(self._lines)
        for definition in self._found:
            lines[definition.start : definition.end] = [""] * (definition.end - definition.start)
        return lines

    def wanted_by(self, text: str) -> list[str]:
        """Definitions that a text refers to, and those that these refer to, in their order."""
        wanted: set[Definition] = set()
        texts = [text]
        while texts:
            labels = _labels(texts.pop())
            new = {d for d in self._found if d.label in labels} - wanted
            texts.extend(map(self._text, new))
            wanted |= new
        self._uses.update(wanted)
        return [self._text(d) for d in sorted(wanted, key=lambda wanted: wanted.start)]

    def unused(self) -> list[tuple[int, str]]:
        """Line (from 0) and text of what nobody wanted so far."""
        return [(d.start, self._text(d)) for d in self._found if not self._uses[d]]

    def repeated_words(self) -> int:
        """Words of definitions that more than one text wanted, beyond the first time."""
        return sum((times - 1) * count(self._text(d)) for d, times in self._uses.items())

    def _text(self, definition: Definition) -> str:
        return "\n".join(self._lines[definition.start : definition.end]).rstrip()


def _labels(text: str) -> set[str]:
    """What stands in brackets. Too much, as in code, does no harm: definitions are not shown."""
    found = set(_LABEL.findall(text))
    return {label if label.startswith("^") else normalizeReference(label) for label in found}
