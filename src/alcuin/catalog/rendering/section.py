"""One section from Markdown to what learners see."""

from html import escape

from alcuin.catalog.rendering.allowed import SANITIZER
from alcuin.catalog.rendering.data import Rendered, RenderNote
from alcuin.catalog.rendering.effort import is_bearable
from alcuin.catalog.rendering.formulas import fill_in
from alcuin.catalog.rendering.markup import Findings, add_markup
from alcuin.catalog.rendering.own import NO_FILES, Files
from alcuin.catalog.rendering.parser import (
    has_too_many_tags,
    is_too_deep,
    new_parser,
    unused_footnotes,
)
from alcuin.catalog.rendering.raw import notes_on
from alcuin.catalog.rendering.rewriting import Sources, rewritten
from alcuin.catalog.rendering.text import count_words, plain_text

MAX_LENGTH = 200_000

_PARSER = new_parser()
add_markup(_PARSER)


def render(
    markdown: str, *, prefix: str, image_hosts: frozenset[str], files: Files = NO_FILES
) -> Rendered:
    """Sanitized HTML of a section, with notes on all that is not shown as written.

    `prefix` stands before every id and is unique on a page (a letter first); images are
    shown from `files`, which are the course's own, and from `image_hosts`. What is too long or
    too tangled to be parsed in bounded time, or nested too deep, is shown whole, as plain text.
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
    return _finished(html, found, prefix, Sources(image_hosts, files))


def fragments(markdown: str) -> set[str]:
    """What a link of the same section may follow the # with: its headings."""
    tokens = [] if _too_tangled(markdown) else _PARSER.parse(markdown, {})
    return {str(t.attrs["id"]) for t in tokens if t.type == "heading_open"}


def _finished(html: str, found: Findings, prefix: str, sources: Sources) -> Rendered:
    """The sanitizer speaks first and last on everything but our own MathML."""
    clean = SANITIZER.clean(html)
    fitted = rewritten(clean, prefix=prefix, sources=sources)
    whole = fill_in(SANITIZER.clean(fitted.html), found.formulas)
    notes = list(dict.fromkeys([*found.notes, *fitted.notes]))
    words = count_words(plain_text(whole))
    return Rendered(html=whole, notes=notes, words=words, files=frozenset(fitted.files))


def _too_tangled(text: str) -> str | None:
    if len(text) > MAX_LENGTH:
        return f"longer than {MAX_LENGTH} characters"
    if not is_bearable(text):
        return "too many marks that may mean something"
    return None


def _as_plain_text(text: str, why: str) -> Rendered:
    return Rendered(
        html=f'<pre tabindex="0">{escape(text)}</pre>',
        notes=[RenderNote("plain", f"shown as plain text: {why}")],
        words=count_words(text),
    )
