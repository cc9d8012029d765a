"""How long and how many. Beyond these a course is an abuse or a mistake, not a course."""

from datetime import timedelta
from typing import Annotated, Any

from msgspec import Meta

MAX_LESSONS = 500
MAX_SECTIONS = 200
"""In a lesson."""

MAX_UNPUBLISHED = 200
"""Courses of one person that were never published, those in the trash among them."""

MAX_METADATA = 4_096
"""Bytes as JSON."""

MAX_AI_METADATA = 65_536
"""Bytes as JSON."""

TRASH = timedelta(days=30)
"""How long a course in the trash can be restored."""

Title = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S")]
Description = Annotated[str, Meta(max_length=20_000)]
Content = Annotated[
    str,
    Meta(max_length=200_000, description="Markdown; rendered and sanitized when published."),
]
Code = Annotated[str, Meta(max_length=50_000)]
Category = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=100,
        description="Free text; case, accents and spaces make no other category.",
    ),
]
Slug = Annotated[
    str,
    Meta(
        max_length=120,
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        description="Stands in addresses. Fixed once the course has been published.",
    ),
]
Tag = Annotated[str, Meta(min_length=1, max_length=50, pattern=r"\S")]
Tags = Annotated[list[Tag], Meta(max_length=50)]
Phrase = Annotated[str, Meta(min_length=1, max_length=500, pattern=r"\S")]
Phrases = Annotated[list[Phrase], Meta(max_length=50)]
Minutes = Annotated[int, Meta(ge=0, le=600_000, description="In minutes.")]
Language = Annotated[
    str,
    Meta(max_length=35, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description="BCP 47."),
]
Url = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=2_000,
        description="https, or the address of a file of this course.",
    ),
]
Maker = Annotated[str, Meta(max_length=200, description="What generated the course, if any.")]
Prompt = Annotated[str, Meta(max_length=20_000)]
Order = Annotated[
    int, Meta(ge=1, le=10_000, description="From 1. Beyond the last place means the last place.")
]
Extra = dict[str, Any]  # Any: the integration's own JSON
