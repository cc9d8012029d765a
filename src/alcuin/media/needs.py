"""What this room asks of the rooms above it; `alcuin.app.wiring` lists who answers."""

from typing import Protocol
from uuid import UUID

from alcuin.kit.actor import Person, Visitor
from alcuin.kit.db import Conn
from alcuin.media.data import Access, MediaFile


class Shows(Protocol):
    """A room whose content shows files, or which knows who teaches the course of a file."""

    async def access(self, conn: Conn, visitor: Visitor, file: MediaFile) -> Access:
        """What `visitor` may do with `file` for reasons that this room knows."""
        ...


class Spaces(Protocol):
    """Knows the courses that files are uploaded into; `catalog` implements it."""

    async def require_space(self, conn: Conn, person: Person, course_ref: UUID | str) -> UUID:
        """The course, if `person` may add, list and delete its files; its room's refusals."""
        ...

    async def require_unused(self, conn: Conn, file: MediaFile) -> None:
        """Raise MediaInUse where the working copy or any release shows it.

        The file's row is locked for update: who begins to show it must hold it FOR KEY SHARE.
        """
        ...
