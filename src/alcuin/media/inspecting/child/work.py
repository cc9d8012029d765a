"""One task, one answer."""

from collections.abc import Callable

import msgspec

from alcuin.media.inspecting.bounds import IMAGE_MEMORY_BYTES, PDF_MEMORY_BYTES
from alcuin.media.inspecting.child import confinement
from alcuin.media.inspecting.child.refusal import Refusal
from alcuin.media.inspecting.protocol import Answer, ImageTask, Refused, Task


def answer(told: bytes, parent: int) -> bytes:
    """Both as JSON. What the decoders raise is the file's fault; it has no end of kinds."""
    confinement.begin(parent)
    task = msgspec.json.decode(told, type=Task)
    work = _prepared(task)
    confinement.confine(_memory_bytes(task))
    return msgspec.json.encode(_done(work))


def _memory_bytes(task: Task) -> int:
    return IMAGE_MEMORY_BYTES if isinstance(task, ImageTask) else PDF_MEMORY_BYTES


def _prepared(task: Task) -> Callable[[], Answer]:
    """Imports what is needed: afterwards no file can be opened."""
    if isinstance(task, ImageTask):
        from alcuin.media.inspecting.child import images, rehearsal  # noqa: PLC0415  as said

        rehearsal.rehearse(images.FORMATS[task.media_type])
        return lambda: images.make_anew(task)
    from alcuin.media.inspecting.child import pdfs  # noqa: PLC0415  as said

    pdfs.rehearse()
    return lambda: pdfs.look(task)


def _done(work: Callable[[], Answer]) -> Answer:
    try:
        return work()
    except Refusal as refusal:
        return Refused(refusal.reason, refusal.sentence)
    except MemoryError:
        return Refused("too_much", "This file takes more memory to read than is given.")
    except Exception:  # noqa: BLE001  see answer()
        return Refused("damaged", "The file is damaged or not of the kind that it seems to be.")
