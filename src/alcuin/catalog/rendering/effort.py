"""What a text will cost to parse, told from its characters before any of it is parsed.

The parser's time grows with the characters that may mean something and never faster; what one
of each kind costs at worst was measured, in microseconds, with texts made of nothing else.
Of Markdown that people write, 100,000 characters and more are bearable.
"""

import re

MOST = 400_000
"""Microseconds, on the machine that the weights were measured on."""

_WEIGHTS = {
    "[": 60,
    "\n": 40, "\r": 40,
    "*": 20, "_": 20, "|": 20,
    "`": 14, "$": 14, "&": 14, "~": 14,
    "<": 8,
    **dict.fromkeys("\\!#%+-:=>@]^{}", 4),
}  # fmt: skip
_ADDRESS = 90
# An address in angle brackets is read and written anew, its host by the rules of domain names.
_ADDRESSES = re.compile(r"<[^<>\s]*[:@]")


def is_bearable(text: str) -> bool:
    """Whether a text can be parsed while others wait."""
    marks = sum(weight * text.count(mark) for mark, weight in _WEIGHTS.items())
    return marks <= MOST and marks + _ADDRESS * len(_ADDRESSES.findall(text)) <= MOST
