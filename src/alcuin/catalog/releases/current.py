"""Which release of which course is current: a small table in every worker's memory.

Read whole when the listener connects, then emptied entry by entry by notices. While no
young beat has been heard (`kit.notices`) nothing here answers and the database is asked
instead, so an unpublished course is gone from every worker within two seconds.
"""

from uuid import UUID

from alcuin.catalog.queries import releases as queries
from alcuin.catalog.releases.shapes import Current
from alcuin.kit.db import Database
from alcuin.kit.notices import Listener

CHANNEL = "alcuin_release"


class CurrentReleases:
    """Looks up a course's current release by id or slug."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._by_id: dict[UUID, Current] = {}
        self._by_slug: dict[str, UUID] = {}
        self._notices = 0
        self.listener: Listener | None = None

    async def find(self, ref: UUID | str) -> Current | None:
        """The current release of a course that was ever published, or None."""
        if not self._is_fresh:
            return await self._asked(ref)
        return self.remembered(ref) or await self._learned(ref)

    def remembered(self, ref: UUID | str) -> Current | None:
        """The same, where no question is needed."""
        if not self._is_fresh:
            return None
        course_id = self._by_slug.get(ref) if isinstance(ref, str) else ref
        return self._by_id.get(course_id) if course_id else None

    @property
    def _is_fresh(self) -> bool:
        return self.listener is not None and self.listener.is_fresh

    def heard(self, course_id: str) -> None:
        """Forget a course: something about its releases has changed."""
        self._notices += 1
        gone = self._by_id.pop(UUID(course_id), None)
        if gone:
            self._by_slug.pop(gone.slug, None)

    async def resync(self) -> None:
        """Read the whole table; entries whose notice came meanwhile are left out."""
        self._by_id.clear()
        self._by_slug.clear()
        before = self._notices
        async with self._database.statement() as conn:
            found = await queries.all_current(conn)
        if before == self._notices:
            for current in found:
                self._remember(current)

    async def _learned(self, ref: UUID | str) -> Current | None:
        before = self._notices
        found = await self._asked(ref)
        # A notice during the question may be about this very course: then it is asked again.
        if found and before == self._notices:
            self._remember(found)
        return found

    async def _asked(self, ref: UUID | str) -> Current | None:
        async with self._database.statement() as conn:
            if isinstance(ref, str):
                return await queries.find_current_by_slug(conn, ref)
            return await queries.find_current_by_id(conn, ref)

    def _remember(self, current: Current) -> None:
        self._by_id[current.id] = current
        self._by_slug[current.slug] = current.id
