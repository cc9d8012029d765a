"""The short way to a course's content: for learners who are simply enrolled."""

from uuid import UUID

from alcuin.catalog import Audience, CurrentReleases, Prepared, Shelf
from alcuin.kit.http import Request, claims_if_any, database
from alcuin.progress.queries import studying


async def studied(
    request: Request, releases: CurrentReleases, shelf: Shelf, ref: UUID | str
) -> Prepared | None:
    """The whole course for somebody who studies it: one statement, also where memory has it not.

    None for everybody else, and for courses that are closed; `looking` decides about them.
    """
    said = claims_if_any(request)
    current = await releases.find(ref) if said else None
    if said is None or current is None or not current.open:
        return None
    kept = shelf.find(current, Audience.LEARNER)
    async with database(request).statement() as conn:
        if kept:
            may = await studying.is_studying(conn, said.session_id, said.user_id, current.id)
            return kept if may else None
        stored = await studying.find_body_to_study(
            conn, said.session_id, said.user_id, current.id, current.release
        )
    return shelf.keep(current, Audience.LEARNER, stored) if stored else None
