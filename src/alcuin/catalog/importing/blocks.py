"""A Markdown text as its top-level blocks, with the lines they take.

Uses the parser that renders, so that a heading is one here only if learners would see one:
never inside a fence, a quote, a list, a formula or raw HTML.
"""

import re

import msgspec
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from alcuin.catalog.rendering.parser import words_of

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_PARSER.use(footnote_plugin, move_to_end=False).use(dollarmath_plugin, allow_labels=False)

# Raw HTML that may hold Markdown: a section must not end inside it.
_OPENED = re.compile(
    r"<(details|div|section|figure|aside|article|blockquote|table)\b", re.IGNORECASE
)
_CLOSED = re.compile(
    r"</(details|div|section|figure|aside|article|blockquote|table)\s*>", re.IGNORECASE
)


class Heading(msgspec.Struct, frozen=True):
    """A heading at which the text may be split; lines count from 0, `end` is not of it."""

    start: int
    end: int
    level: int
    title: str


class Definition(msgspec.Struct, frozen=True):
    """A footnote (`^label`) or the address of a link, written apart from its use."""

    start: int
    end: int
    label: str


class Blocks(msgspec.Struct, frozen=True):
    """What the splitter must know of a text."""

    headings: list[Heading]
    definitions: list[Definition]


def blocks_of(text: str) -> Blocks:
    """Headings and definitions at the top level of the text, in order."""
    state = StateBlock(text, _PARSER, {}, [])
    _PARSER.block.tokenize(state, 0, state.lineMax)
    return Blocks(_headings(state.tokens), _definitions(state, text.split("\n")))


def _headings(tokens: list[Token]) -> list[Heading]:
    found: list[Heading] = []
    depth, left_open = 0, _left_open(tokens)
    for at, token in enumerate(tokens):
        if token.type == "html_block" and not left_open:
            depth += _opened(token)
        elif token.type == "heading_open" and token.level == 0 and depth <= 0 and token.map:
            title = _plain(tokens[at + 1].content)
            if title:
                start, end = token.map
                found.append(Heading(start, end, int(token.tag[1]), title))
    return found


def _left_open(tokens: list[Token]) -> bool:
    """HTML that is never closed says nothing about where a section may end."""
    return sum(_opened(token) for token in tokens if token.type == "html_block") != 0


def _opened(token: Token) -> int:
    return len(_OPENED.findall(token.content)) - len(_CLOSED.findall(token.content))


def _definitions(state: StateBlock, lines: list[str]) -> list[Definition]:
    found = [
        Definition(token.map[0], token.map[1], "^" + token.meta["label"])
        for token in state.tokens
        if token.type == "footnote_reference_open" and token.level == 0 and token.map
    ]
    for label, reference in state.env.get("references", {}).items():
        start, end = reference["map"]
        if lines[start].startswith("["):  # one inside a quote or list stays where it is
            found.append(Definition(start, end, label))
    return sorted(found, key=lambda definition: definition.start)


def _plain(markdown: str) -> str:
    inline = _PARSER.parseInline(markdown)[0]
    return " ".join(words_of(inline).split())
