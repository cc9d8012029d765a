"""One section from Markdown to what learners see."""

from html import escape

from alcuin.catalog.rendering.allowed import SANITIZER
from alcuin.catalog.rendering.data import Rendered, RenderNote
from alcuin.catalog.rendering.formulas import fill_in
from alcuin.catalog.rendering.markup import Findings, add_markup
from alcuin.catalog.rendering.parser import (
    has_too_many_tags,
    is_too_deep,
    new_parser,
    unused_footnotes,
)
from alcuin.catalog.rendering.raw import notes_on
from alcuin.catalog.rendering.rewriting import rewritten
from alcuin.catalog.rendering.text import count_words, plain_text

MAX_LENGTH = 200_000

# Measured: what costs time grows with these and with the length, never faster (5,000 of
# the first take 0.3 s). No text that a person wrote comes near.
_MAX_COUNTS = {"[": 5_000, "|": 20_000, "\n": 10_000}

_PARSER = new_parser()
add_markup(_PARSER)


def render(markdown: str, *, prefix: str, image_hosts: frozenset[str]) -> Rendered:
    """Sanitized HTML of a section, with notes on all that is not shown as written.

    `prefix` stands before every id and is unique on a page (a letter first); images are
    shown from our media and from `image_hosts` only. What is too long or too tangled to be
    parsed in bounded time, or nested too deep, is shown whole, as plain text.
    """
    text = markdown.encode(errors="replace").decode()  # a lone surrogate is no text
    if why := _too_tangled(text):
        return _as_plain_text(text, why)
    found = Findings()
    env = {"found": found}
    tokens = _PARSER.parse(text, env)
    if is_too_deep(tokens):
        return _as_plain_text(text, "nested too deep")
    if has_too_many_tags(tokens):
        return _as_plain_text(text, "too many tags")
    found.notes.extend([*notes_on(tokens), *unused_footnotes(env)])
    html = _PARSER.renderer.render(tokens, _PARSER.options, env)
    return _finished(html, found, prefix, image_hosts)


def fragments(markdown: str) -> set[str]:
    """What a link of the same section may follow the # with: its headings."""
    tokens = [] if _too_tangled(markdown) else _PARSER.parse(markdown, {})
    return {str(t.attrs["id"]) for t in tokens if t.type == "heading_open"}


def _finished(html: str, found: Findings, prefix: str, image_hosts: frozenset[str]) -> Rendered:
    """The sanitizer speaks first and last on everything but our own MathML."""
    clean = SANITIZER.clean(html)
    fitted, replaced = rewritten(clean, prefix=prefix, image_hosts=image_hosts)
    whole = fill_in(SANITIZER.clean(fitted), found.formulas)
    notes = list(dict.fromkeys([*found.notes, *replaced]))
    return Rendered(html=whole, notes=notes, words=count_words(plain_text(whole)))


def _too_tangled(text: str) -> str | None:
    if len(text) > MAX_LENGTH:
        return f"longer than {MAX_LENGTH} characters"
    for character, most in _MAX_COUNTS.items():
        if text.count(character) > most:
            return f"more than {most} of {character!r}"
    return None


def _as_plain_text(text: str, why: str) -> Rendered:
    return Rendered(
        html=f'<pre tabindex="0">{escape(text)}</pre>',
        notes=[RenderNote("plain", f"shown as plain text: {why}")],
        words=count_words(text),
    )
