"""The two refusals, as sentences."""

from alcuin.media.errors import FileRefused, FileTypeRefused
from alcuin.media.inspecting.types import ACCEPTED, NAMES

_TAKEN = f"Taken are {', '.join(list(NAMES.values())[:-1])} and {list(NAMES.values())[-1]}."


def not_taken(what: str, advice: str = "") -> FileTypeRefused:
    """415: `what` is a subject with its verb's plural, such as `ZIP archives`."""
    sentences = [f"{what} are not taken.", advice, _TAKEN]
    return FileTypeRefused(" ".join(filter(None, sentences)), accepted=list(ACCEPTED))


def refused(reason: str, sentence: str) -> FileRefused:
    """422: `reason` is a stable word for programs."""
    return FileRefused(detail=sentence, reason=reason)
