"""What in a PDF does something by itself (PDF 2.0, 12.6): scripts, programs, files within."""

import re

import pikepdf

from alcuin.media.inspecting.child.refusal import Refusal

_SENTENCES = {
    "javascript": "The PDF holds JavaScript.",
    "launch": "The PDF starts a program.",
    "embedded_file": "The PDF holds other files.",
    "xfa": "The PDF is a dynamic form (XFA), which is a program.",
    "rich_media": "The PDF holds media that play by themselves.",
    "opens": "The PDF does something by itself when it is opened.",
}
_NAMES = {
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/EmbeddedFile": "embedded_file",
    "/RichMedia": "rich_media",
}
_KEYS = {
    "/JS": "javascript",
    "/JavaScript": "javascript",
    "/EF": "embedded_file",
    "/EmbeddedFiles": "embedded_file",
    "/XFA": "xfa",
    "/RichMediaContent": "rich_media",
}
_ON_THEIR_OWN = ("/OpenAction", "/AA")
# To turn to a page.
_HARMLESS = frozenset({"/GoTo", "/Named"})
_MOST_STEPS = 20

# Text may hold these words, too: only what is suspicious is walked through, which is slow.
_SUSPICIOUS = re.compile(
    b"|".join(re.escape(name.encode()) for name in (*_NAMES, *_KEYS, *_ON_THEIR_OWN))
)


def require_passive(thing: pikepdf.Object) -> None:
    """Look at one object with what stands directly in it. Raises Refusal."""
    whole = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
    if not _SUSPICIOUS.search(whole.unparse(resolved=True)):
        return
    waiting: list[object] = [whole]
    while waiting:
        parts = _looked_at(waiting.pop())
        waiting.extend(part for part in parts if not _is_elsewhere(part))


def _is_elsewhere(part: object) -> bool:
    """It is an object of its own, and looked at in its turn."""
    return isinstance(part, pikepdf.Object) and part.is_indirect


def _looked_at(thing: object) -> list[object]:
    """What stands in it."""
    if isinstance(thing, pikepdf.Name):
        _refuse(_NAMES.get(str(thing)))
    if isinstance(thing, pikepdf.Array):
        return list(thing)
    if not isinstance(thing, pikepdf.Dictionary):
        return []
    for key, value in thing.items():
        _refuse(_KEYS.get(key))
        if key == "/OpenAction" and not isinstance(value, pikepdf.Array):  # a place to turn to
            _require_harmless(value)
        elif key == "/AA":
            for action in value.values():
                _require_harmless(action)
    return list(thing.values())


def _require_harmless(action: object) -> None:
    """An action that nobody asked for, and those after it."""
    for _ in range(_MOST_STEPS):
        if not isinstance(action, pikepdf.Dictionary):
            break
        if str(action.get("/S")) not in _HARMLESS:
            _refuse(_NAMES.get(str(action.get("/S")), "opens"))
        if "/Next" not in action:
            return
        action = action["/Next"]
    _refuse("opens")


def _refuse(reason: str | None) -> None:
    if reason:
        raise Refusal(reason, f"{_SENTENCES[reason]} Save it without that, by printing to a PDF.")
