"""Counting words in Markdown so that cutting and moving text can be checked.

A word is a run of letters, digits and underscores: marks of Markdown are none, so that a
heading has the same words as the title it becomes.
"""

import re

_WORD = re.compile(r"\w+")


def count(text: str) -> int:
    """How many words."""
    return len(_WORD.findall(text))


def is_word(character: str) -> bool:
    """Whether a character is part of words."""
    return character.isalnum() or character == "_"


def excerpt(text: str, length: int = 60) -> str:
    """The beginning of a text on one line, for the report."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
