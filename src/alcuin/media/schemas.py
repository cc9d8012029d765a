"""Files as HTTP shows them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from alcuin.kit.http import Pagination
from alcuin.kit.paging import Paging
from alcuin.media.data import MediaFile

PATH = "/api/media"

CourseRef = Annotated[
    str, msgspec.Meta(min_length=1, max_length=120, description="A course, by id or slug.")
]
Link = Annotated[
    str, msgspec.Meta(max_length=500, description="What `POST /api/media/{media_id}/link` signed.")
]
Width = Annotated[
    int,
    msgspec.Meta(
        ge=1, le=100_000, description="The smallest image of at least this width, where smaller."
    ),
]


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a file is read."""

    width: Width | None = None
    link: Link | None = None


class Sent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said of a file that is uploaded."""

    name: (
        Annotated[str, msgspec.Meta(min_length=1, max_length=1_000, description="Its name.")] | None
    ) = None
    course: CourseRef | None = None


class MediaQuery(Paging, frozen=True):
    """Which files: of a course, or your own."""

    course: CourseRef | None = None


class MediaView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A file. `widths` are those of smaller images, which `url` gives for `?width=`."""

    id: UUID
    name: str
    type: str
    bytes: int
    width: int | None
    height: int | None
    widths: list[int]
    url: str
    course_id: UUID | None
    created_at: datetime

    @classmethod
    def of(cls, file: MediaFile) -> "MediaView":
        return cls(
            id=file.id,
            name=file.name,
            type=file.type,
            bytes=file.bytes,
            width=file.width,
            height=file.height,
            widths=file.widths,
            url=f"{PATH}/{file.id}",
            course_id=file.course_id,
            created_at=file.created_at,
        )


class RoomView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """In bytes: what files may take together, and what they take, smaller images included."""

    quota: int
    used: int
    files: int


class MediaListing(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of files, and the room that all of them take."""

    success: Literal[True] = True
    data: list[MediaView]
    pagination: Pagination
    room: RoomView


class LinkView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An address that opens a file without a token, until it expires."""

    url: str
    expires_at: datetime


Avatar = Annotated[
    str,
    msgspec.Meta(
        pattern=f"^{PATH}/[0-9a-fA-F]{{8}}(-[0-9a-fA-F]{{4}}){{3}}-[0-9a-fA-F]{{12}}$",
        description="The address of an image of your own; everybody signed in may see it.",
    ),
]


def avatar_address(media_id: UUID | None) -> str | None:
    """Where the file that shows somebody is read."""
    return f"{PATH}/{media_id}" if media_id else None


def avatar_id(address: str | None) -> UUID | None:
    """The file that such an address leads to."""
    return UUID(address.rpartition("/")[2]) if address else None
