"""What an import takes along, and what it has done."""

from typing import Literal
from uuid import UUID

import msgspec

from alcuin.media import Bounds, Stored


class Tally(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many of the plan were new, changed or as before, and how many are gone."""

    created: int
    updated: int
    unchanged: int
    removed: int


class FileFate(msgspec.Struct, frozen=True):
    """What became of a file of the folder that the course names."""

    path: str
    what: Literal["taken", "as_before", "left_out"]
    detail: str


class TakenFile(msgspec.Struct, frozen=True):
    """A file of the folder, by what it held there; `stored` unless the course has it already."""

    path: str
    sha256: bytes
    stored: Stored | None


class Parcel(msgspec.Struct, frozen=True):
    """Files that go with a plan, and the fates of those that do not."""

    files: list[TakenFile] = []
    fates: list[FileFate] = []
    bounds: Bounds = Bounds()


class ImportOutcome(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What became of the working copy. What was published stays as it is."""

    course_id: UUID
    courses: Tally
    lessons: Tally
    sections: Tally
    files: list[FileFate] = []

    @property
    def changed(self) -> bool:
        """Whether anything differs from before."""
        tallies = (self.courses, self.lessons, self.sections)
        return any(each.created or each.updated or each.removed for each in tallies)
