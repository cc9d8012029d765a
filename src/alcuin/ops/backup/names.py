"""The names that may stand in a backup, and no others: nothing in one is taken for a path."""

import re

from alcuin.ops.backup.data import Kind, Place

HEAD = "alcuin-backup.json"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
ORIGINAL = "original"

_SINGLE = {
    HEAD: Place(Kind.HEAD),
    MANIFEST: Place(Kind.MANIFEST),
    SUMS: Place(Kind.SUMS),
}
_TABLE = re.compile(r"tables/([a-z_][a-z0-9_]{0,62})/([0-9]{6})\.copy")
_FILE = re.compile(
    r"media/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
    r"/(?:original|([1-9][0-9]{0,4})\.webp)"
)


def name_of(place: Place) -> str:
    """The name of a table's or a file's part."""
    if place.kind is Kind.TABLE:
        return f"tables/{place.group}/{place.number:06}.copy"
    return f"media/{key_of(place)}"


def key_of(place: Place) -> str:
    """The key of a file in the store of files."""
    return f"{place.group}/{f'{place.number}.webp' if place.number else ORIGINAL}"


def find_place(name: str) -> Place | None:
    """What the name stands for; None for every other name."""
    if name in _SINGLE:
        return _SINGLE[name]
    if table := _TABLE.fullmatch(name):
        return Place(Kind.TABLE, table[1], int(table[2]))
    if file := _FILE.fullmatch(name):
        return Place(Kind.FILE, file[1], int(file[2] or 0))
    return None
