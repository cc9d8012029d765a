"""Names by which a second import knows again what the first one made.

An `id` of the front matter is the name. Without one it is made from path and heading, but
not from the number in a file's name, so that lessons can be renumbered.
"""

import re
import unicodedata

_NUMBER = re.compile(r"(?:\d{4}-\d\d-\d\d|\d+)[-_. ]+(?=.)")
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_NO_KEY = re.compile(r"[^\w]+")


class Keys:
    """Keys given so far; made ones get a number where they would be given twice."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def reserve(self, key: str) -> bool:
        """Take an id as it is; False if it is taken."""
        is_free = key not in self._given
        self._given.add(key)
        return is_free

    def make(self, *parts: str) -> str:
        """A key from a path and headings."""
        wanted = "/".join(_NO_KEY.sub("-", part.lower()).strip("-") or "part" for part in parts)
        wanted, number = wanted[:180], 1
        key = wanted
        while not self.reserve(key):
            number += 1
            key = f"{wanted}-{number}"
        return key


def without_number(name: str) -> str:
    """A file's name without the number or date that orders it."""
    return _NUMBER.sub("", name, count=1) if _NUMBER.match(name) else name


def number_of(name: str) -> int | None:
    """The number that orders a file."""
    found = re.match(r"\d{1,9}(?=[-_. ]|$)", name)
    return int(found.group()) if found else None


def slug_of(*names: str) -> str:
    """The first name that gives an address in small Latin letters and digits."""
    for name in names:
        latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        if slug := _NO_SLUG.sub("-", latin.lower()).strip("-")[:120].strip("-"):
            return slug
    return "course"


def title_of(name: str) -> str:
    """A title for what has only a file name."""
    words = without_number(name).replace("-", " ").replace("_", " ").strip()
    return (words[:1].upper() + words[1:])[:200] or name[:200]
