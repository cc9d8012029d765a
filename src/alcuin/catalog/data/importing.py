"""What an import has done."""

from uuid import UUID

import msgspec


class Tally(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many of the plan were new, changed or as before, and how many are gone."""

    created: int
    updated: int
    unchanged: int
    removed: int


class ImportOutcome(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What became of the working copy. What was published stays as it is."""

    course_id: UUID
    courses: Tally
    lessons: Tally
    sections: Tally

    @property
    def changed(self) -> bool:
        """Whether anything differs from before."""
        tallies = (self.courses, self.lessons, self.sections)
        return any(each.created or each.updated or each.removed for each in tallies)
