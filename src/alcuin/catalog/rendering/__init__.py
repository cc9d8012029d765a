"""Markdown to sanitized HTML, once, when a course is published.

Pure: no database, no network, no clock. What could not be shown as written comes
back as notes, so that nothing is dropped without the author hearing of it.
"""

from alcuin.catalog.rendering.data import NoteKind, Rendered, RenderNote
from alcuin.catalog.rendering.highlighting import stylesheet
from alcuin.catalog.rendering.own import (
    MEDIA,
    Files,
    OwnFile,
    address_of,
    file_at,
    file_named,
    named_in,
)
from alcuin.catalog.rendering.section import MAX_LENGTH, fragments, render
from alcuin.catalog.rendering.text import count_words, plain_text

__all__ = [
    "MAX_LENGTH",
    "MEDIA",
    "Files",
    "NoteKind",
    "OwnFile",
    "RenderNote",
    "Rendered",
    "address_of",
    "count_words",
    "file_at",
    "file_named",
    "fragments",
    "named_in",
    "plain_text",
    "render",
    "stylesheet",
]
