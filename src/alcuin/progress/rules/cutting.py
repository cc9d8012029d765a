"""Cutting a lesson or a section out of a release's finished answer, without making it anew.

The bytes of what was asked for are found and copied; the rest is skipped, not decoded.
"""

from uuid import UUID

import msgspec


class _Lesson(msgspec.Struct, frozen=True):
    id: UUID
    sections: list[msgspec.Raw]


class _Course(msgspec.Struct, frozen=True):
    lessons: list[msgspec.Raw]


class _Answer(msgspec.Struct, frozen=True):
    data: _Course


class _Section(msgspec.Struct, frozen=True):
    preview: bool


_answer = msgspec.json.Decoder(_Answer).decode
_lesson = msgspec.json.Decoder(_Lesson).decode
_section = msgspec.json.Decoder(_Section).decode


def lessons(body: bytes) -> list[bytes]:
    """The lessons of a course's answer."""
    return [bytes(raw) for raw in _answer(body).data.lessons]


def lesson(body: bytes, lesson_id: UUID) -> bytes | None:
    """One lesson of a course's answer."""
    start = _beginning(lesson_id)
    return next((raw for raw in lessons(body) if raw.startswith(start)), None)


def section(body: bytes, section_id: UUID) -> tuple[UUID, bytes] | None:
    """One section of a course's answer, with the id of its lesson."""
    start = _beginning(section_id)
    # Quotes inside of texts are escaped, so this can only be the beginning of an object.
    whole = next((raw for raw in lessons(body) if start in raw), None)
    if whole is None:
        return None
    found = _lesson(whole)
    return next(
        ((found.id, bytes(raw)) for raw in found.sections if bytes(raw).startswith(start)), None
    )


def is_preview(section: bytes) -> bool:
    """Whether anybody may read this section."""
    return _section(section).preview


def _beginning(id_: UUID) -> bytes:
    # The id is the first field of every released thing, and releases never change.
    return b'{"id":"%b"' % str(id_).encode()
