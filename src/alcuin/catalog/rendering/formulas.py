"""TeX to MathML, which browsers draw and screen readers speak.

The sanitizer never sees MathML: rules for foreign elements are where sanitizers have
been fooled before. A formula leaves a numbered, empty span; after sanitizing, the span
is replaced by markup that is built here from a short list of elements.
"""

import re
from html import escape, unescape
from xml.etree.ElementTree import Element, SubElement, tostring

from latex2mathml.converter import convert_to_element

MAX_FORMULA = 1_000
MAX_FORMULAS = 1_000
MAX_TEX = 20_000
"""Characters of a section's formulas, readable or not: converting takes up to 40 microseconds
each, and a formula that cannot be read takes as long as any."""

_MAX_MARKUP = 500_000
_MAX_DEPTH = 40

_SPAN = re.compile(r'<span data-formula="(\d{1,6})"></span>')
_MACROS = re.compile(r"\\(?:re)?newcommand|\\def|\\href|\\style|\\class")

_ELEMENTS = """
    math mrow mi mo mn mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover
    mtable mtr mtd mlabeledtr mstyle mpadded mphantom menclose mmultiscripts mprescripts none
"""
_ATTRIBUTES = """
    display displaystyle scriptlevel mathvariant mathcolor mathbackground mathsize stretchy fence
    separator form largeop movablelimits symmetric minsize maxsize lspace rspace accent accentunder
    width height depth voffset linethickness columnalign rowalign columnlines rowlines
    columnspacing rowspacing notation xmlns side
"""
# Arguments that the element needs; fewer is TeX that the converter took for whole.
_PARTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2,
          "msubsup": 3, "munderover": 3}  # fmt: skip
_KNOWN = frozenset(_ELEMENTS.split())
_KNOWN_ATTRIBUTES = frozenset(_ATTRIBUTES.split())


class Unreadable(ValueError):
    """The formula could not be converted; says why."""


def placeholder(number: int) -> str:
    """What stands for a formula until the HTML around it is sanitized."""
    return f'<span data-formula="{number}"></span>'


def as_code(tex: str) -> str:
    """A formula that could not be read, as its author wrote it."""
    return f'<code class="formula">{escape(tex)}</code>'


def require_room(tried: int, written: list[str]) -> None:
    """Raises Unreadable where a section's formulas are more than can be converted in time.

    `tried` are the characters of all formulas, with the one that asks.
    """
    is_much = len(written) >= MAX_FORMULAS or sum(map(len, written)) > _MAX_MARKUP
    if is_much or tried > MAX_TEX:
        raise Unreadable("too many formulas in one section")


def mathml(tex: str, *, block: bool) -> str:
    """Accessible MathML that carries its TeX. Raises Unreadable."""
    if len(tex) > MAX_FORMULA:
        raise Unreadable(f"longer than {MAX_FORMULA} characters")
    if macro := _MACROS.search(tex):
        raise Unreadable(f"{macro.group()} is not allowed")
    math = _converted(tex, block=block)
    _require_known(math)
    return tostring(_annotated(math, tex), encoding="unicode", short_empty_elements=False)


def fill_in(html: str, formulas: list[str]) -> str:
    """Put formulas where sanitized HTML has their placeholders.

    A placeholder forged by an author repeats a formula of theirs, no more.
    """

    def formula(match: re.Match[str]) -> str:
        number = int(match.group(1))
        return formulas[number] if number < len(formulas) else ""

    return _SPAN.sub(formula, html)


def _converted(tex: str, *, block: bool) -> Element:
    try:
        math: Element = convert_to_element(tex, display="block" if block else "inline")
    except RecursionError as deep:
        raise Unreadable("nested too deep") from deep
    except Exception as fault:  # the converter also fails with IndexError, KeyError and others
        raise Unreadable(type(fault).__name__) from fault
    return math


def _require_known(element: Element, depth: int = 0) -> None:
    """Only elements and attributes of our list; the texts' numeric entities become characters."""
    if depth > _MAX_DEPTH:
        raise Unreadable("nested too deep")
    if element.tag not in _KNOWN or not _KNOWN_ATTRIBUTES.issuperset(element.attrib):
        raise Unreadable(f"uses {element.tag} {' '.join(element.attrib)}")
    if len(element) < _PARTS.get(element.tag, 0):
        raise Unreadable("an argument is missing")
    if element.text and element.text.startswith("\\") and len(element.text) > 1:
        raise Unreadable(f"unknown command {element.text}")
    element.text = unescape(element.text or "")
    for child in element:
        _require_known(child, depth + 1)


def _annotated(math: Element, tex: str) -> Element:
    children = list(math)
    for child in children:
        math.remove(child)
    math.set("alttext", tex)
    meaning = SubElement(math, "semantics")
    meaning.extend(children)
    SubElement(meaning, "annotation", encoding="application/x-tex").text = tex
    return math
