"""The words of rendered HTML, for search and for counting."""

import re
from html import unescape

_FORMULA = re.compile(r'<math [^>]*?alttext="([^"]*)".*?</math>', re.DOTALL)
_IMAGE = re.compile(r'<img [^>]*?alt="([^"]*)"[^>]*>')
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|rp|rt|ruby|s|samp|small|span"
    r"|strong|sub|sup|u|var|wbr)(?: [^>]*)?>"
)
_BLOCK = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"[^\S\n]+")
_WORD = re.compile(r"\w+(?:['\u2019.-]\w+)*")


def plain_text(html: str) -> str:
    """The text people read in HTML that `render` wrote, a line a block.

    Images are read by their alt text, formulas by their TeX.
    """
    spoken = _IMAGE.sub(r" \1 ", _FORMULA.sub(r" \1 ", html))
    text = unescape(_BLOCK.sub("\n", _INLINE.sub("", spoken)))
    lines = (_SPACE.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def count_words(text: str) -> int:
    """Words of a text; "don't" and "3.11" are one each."""
    return len(_WORD.findall(text))
