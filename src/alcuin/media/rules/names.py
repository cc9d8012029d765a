"""Names of files: as people gave them, without what would mislead people or programs."""

import re
import unicodedata
from urllib.parse import quote

from alcuin.media.inspecting import types

LONGEST = 150
UNNAMED = "file"

ENDINGS: dict[str, tuple[str, ...]] = {
    kind: tuple(f".{ending}" for ending, named in types.ENDINGS.items() if named == kind)
    for kind in types.NAMES
}
"""Endings by media type, the usual one first."""

SHOWN = ("image/", "text/")
"""What a browser shows in our sandbox. It shows no PDF there: that is offered to be saved."""

# Device names of Windows, where a file that is called so cannot be saved.
DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
NEEDLESS = re.compile(r'[\s"*<>?:|]+')


def tidy_name(name: str, media_type: str) -> str:
    """The last step of a path, without control characters, ending as its type does.

    What is stored as an image is so called too, whatever it called itself: saved under
    `photo.png.html` it would be opened as something else.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(each for each in last if each.isspace() or not _is_control(each))
    stem = NEEDLESS.sub(" ", plain).rstrip(" .")
    ending = next((each for each in ENDINGS[media_type] if stem.lower().endswith(each)), None)
    if ending:
        stem = stem[: -len(ending)]
    stem = stem.strip(" .")[:LONGEST].rstrip(" .") or UNNAMED
    if DEVICE.match(stem):
        stem = f"_{stem}"
    return stem + (ending or ENDINGS[media_type][0])


def _is_control(character: str) -> bool:
    return unicodedata.category(character).startswith("C")


def disposition(name: str, media_type: str) -> str:
    """Content-Disposition (RFC 6266): a name for old programs, and the name as it is."""
    kind = "inline" if media_type.startswith(SHOWN) else "attachment"
    plain = "".join(each if each.isascii() and each.isprintable() else "_" for each in name)
    plain = plain.replace("\\", "_").replace('"', "_").replace("%", "_")
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
