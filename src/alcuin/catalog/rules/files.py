"""Which files of ours a course or section names, and whether it may."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from alcuin.catalog.rendering import Files, file_named
from alcuin.kit.problems import FieldError

_FIELDS = {"thumbnail": "/thumbnail", "image_url": "/imageUrl", "video_url": "/videoUrl"}
_PICTURES = ("/thumbnail", "/imageUrl")


def named_files(written: Any, before: Any = None) -> dict[str, UUID]:  # Any: a course or section
    """By pointer, the files that fields name; those that stand there as `before` are left out."""
    found: dict[str, UUID] = {}
    for field, pointer in _FIELDS.items():
        address = getattr(written, field, None)
        if not isinstance(address, str) or address == getattr(before, field, None):
            continue
        if media_id := file_named(address):
            found[pointer] = media_id
    return found


def refused(named: Mapping[str, UUID], own: Files) -> Iterator[FieldError]:
    """What is wrong with them, `own` being those of the course's space."""
    for pointer, media_id in named.items():
        file = own.get(media_id)
        if file is None:
            yield FieldError(pointer, "There is no such file in this course.", "unknown")
        elif pointer.endswith(_PICTURES) and file.width is None:
            yield FieldError(pointer, "This file is no image.", "not_an_image")
