"""Tokens to HTML where ours differs from the parser's: code, formulas, footnotes."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

from alcuin.catalog.rendering import formulas, highlighting
from alcuin.catalog.rendering.data import RenderNote


class Findings(msgspec.Struct):
    """Gathered while one section is rendered."""

    notes: list[RenderNote] = []
    formulas: list[str] = []
    code_cost: int = 0  # of highlighted blocks, see highlighting.MAX_COST
    tex: int = 0  # characters of formulas, see formulas.MAX_TEX


Rule = Callable[[Token, Findings], str]


def add_markup(parser: MarkdownIt) -> None:
    """Teach the parser's renderer our rules."""
    rules: dict[str, Rule] = {
        "fence": _code,
        "code_block": _code,
        "math_inline": _formula,
        "math_inline_double": _displayed_formula,
        "math_block": _displayed_formula,
        "footnote_ref": _footnote_reference,
        "footnote_block_open": lambda _token, _found: (
            '<section class="footnotes" role="doc-endnotes">\n<ol>\n'
        ),
        "footnote_block_close": lambda _token, _found: "</ol>\n</section>\n",
        "footnote_open": lambda token, _found: f'<li id="fn-{_number(token)}">',
        "footnote_close": lambda _token, _found: "</li>\n",
        "footnote_anchor": _footnote_back,
    }
    for name, rule in rules.items():
        parser.add_render_rule(name, _bound(rule))


def _bound(rule: Rule) -> Callable[..., str]:
    # Any: the parser's renderer, options and environment are its own business.
    def write(_renderer: Any, tokens: Sequence[Token], at: int, _options: Any, env: Any) -> str:
        return rule(tokens[at], env["found"])

    return write


def _code(token: Token, found: Findings) -> str:
    language = (token.info.split() or [""])[0].strip("{}.")
    if not language or language.lower() in {"text", "plain", "txt"}:
        return highlighting.plain(token.content)
    if why := _not_highlighted(token.content, language, found):
        found.notes.append(RenderNote("code", f"not highlighted: {why}"))
        return highlighting.plain(token.content)
    return highlighting.highlighted(token.content, language)


def _not_highlighted(code: str, language: str, found: Findings) -> str | None:
    if not highlighting.is_language(language):
        return f"unknown language {language[:40]}"
    cost = highlighting.cost(code, language)
    if not highlighting.is_tame(code) or found.code_cost + cost > highlighting.MAX_COST:
        return "too long"
    found.code_cost += cost
    return None


def _formula(token: Token, found: Findings) -> str:
    return _written(token.content.strip(), found, block=False)


def _displayed_formula(token: Token, found: Findings) -> str:
    written = _written(token.content.strip(), found, block=True)
    return f'<div class="formula">{written}</div>\n' if token.block else written


def _written(tex: str, found: Findings, *, block: bool) -> str:
    found.tex += len(tex)
    try:
        formulas.require_room(found.tex, found.formulas)
        found.formulas.append(formulas.mathml(tex, block=block))
    except formulas.Unreadable as why:
        found.notes.append(RenderNote("formula", f"{why}: {tex[:80]}"))
        return formulas.as_code(tex)
    return formulas.placeholder(len(found.formulas) - 1)


def _number(token: Token) -> int:
    return int(token.meta["id"]) + 1


def _back_id(token: Token) -> str:
    again = token.meta.get("subId") or 0
    return f"fnref-{_number(token)}" + (f"-{again}" if again else "")


def _footnote_reference(token: Token, _found: Findings) -> str:
    number = _number(token)
    return (
        f'<sup class="footnote-ref"><a href="#fn-{number}" id="{escape(_back_id(token))}"'
        f' role="doc-noteref">[{number}]</a></sup>'
    )


def _footnote_back(token: Token, _found: Findings) -> str:
    return f' <a href="#{_back_id(token)}" class="footnote-backref" role="doc-backlink">↩</a>'
