"""Markdown to tokens: CommonMark with tables, strikethrough, footnotes and dollar math."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from alcuin.catalog.rendering.data import RenderNote

# Ten lists within each other. The parser drops what lies deeper without a word, so such
# a section is shown as plain text instead (see `section`).
MAX_NESTING = 20

# Raw tags: the sanitizer's tree costs the square of how many are open.
_MAX_TAGS = 4_000

_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


def new_parser() -> MarkdownIt:
    """A parser whose headings and cells carry what our pages need."""
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin)
    # As strict as the formulas' authors are: "$5 and $10" stays money.
    parser.use(
        dollarmath_plugin,
        allow_space=False,
        allow_digits=False,
        allow_labels=False,
        double_inline=True,
    )
    parser.core.ruler.push("prepared_for_pages", _prepare)
    return parser


def slug(text: str) -> str:
    """The fragment by which authors refer to a heading, as GitHub and kramdown make it."""
    return _NOT_IN_SLUG.sub("", text.lower()).strip().replace(" ", "-")


def words_of(inline: Token) -> str:
    """The text of an inline token without its markup."""
    parts = (child.content for child in inline.children or [] if child.type != "html_inline")
    return "".join(part or " " for part in parts).strip()


def is_too_deep(tokens: list[Token]) -> bool:
    """Whether the parser may have left something out for its depth."""
    return any(token.level >= MAX_NESTING - 1 for token in tokens)


def has_too_many_tags(tokens: list[Token]) -> bool:
    """Whether raw HTML is too tangled to be sanitized in bounded time."""
    return _count_tags(tokens) > _MAX_TAGS


def unused_footnotes(env: Mapping[str, Any]) -> Iterator[RenderNote]:  # Any: the parser's own
    """Footnotes that the parser drops, because nothing refers to them."""
    for label, number in env.get("footnotes", {}).get("refs", {}).items():
        if number < 0:
            yield RenderNote("footnote", f"nothing refers to [^{label[1:]}]")


def _count_tags(tokens: list[Token]) -> int:
    own = sum(t.content.count("<") for t in tokens if t.type in {"html_inline", "html_block"})
    return own + sum(_count_tags(token.children) for token in tokens if token.children)


def _prepare(state: StateCore) -> None:
    for token, following in pairwise(state.tokens):
        if token.type == "heading_open":
            token.attrSet("id", slug(words_of(following)) or "part")
        elif token.type in {"th_open", "td_open"}:
            _prepare_cell(token)


def _prepare_cell(token: Token) -> None:
    """Alignment by class, as pages allow no inline style; headers say what they head."""
    aligned = str(token.attrs.pop("style", "")).removeprefix("text-align:")
    if aligned:
        token.attrSet("class", f"align-{aligned}")
    if token.type == "th_open":
        token.attrSet("scope", "col")
