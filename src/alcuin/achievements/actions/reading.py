"""What somebody has unlocked, and what is before them."""

from uuid import UUID

import msgspec

from alcuin.achievements.data.unlocking import Achieved, Locked, Place, Unlocked
from alcuin.achievements.queries import reading
from alcuin.activity import find_days
from alcuin.kit.actor import Person
from alcuin.kit.db import Conn
from alcuin.kit.paging import Cursors, Page, Paging

LIST = "achievements"


class Achievements(msgspec.Struct, frozen=True):
    """A page of what is unlocked, all that is still locked, and the points so far."""

    unlocked: Page[Unlocked]
    locked: list[Locked]
    points: int


async def list_achievements(
    conn: Conn, person: Person, paging: Paging, cursors: Cursors
) -> Achievements:
    """One's own, the newest first."""
    achieved = await reading.get_achieved(conn, person.user_id)
    days = await find_days(conn, person.user_id)
    return Achievements(
        unlocked=await _page(conn, person.user_id, paging, cursors, achieved),
        locked=await reading.list_locked(conn, person.user_id, days.streak_days),
        points=achieved.points,
    )


async def _page(
    conn: Conn, user_id: UUID, paging: Paging, cursors: Cursors, achieved: Achieved
) -> Page[Unlocked]:
    opened = cursors.open(paging.cursor, LIST) if paging.cursor else None
    after = msgspec.convert(opened, Place) if opened else None
    found = await reading.list_unlocked(conn, user_id, after, paging.limit + 1, paging.offset)
    items = found[: paging.limit]
    return Page(
        items=items,
        total=achieved.keys,
        page=paging.page,
        limit=paging.limit,
        next_cursor=cursors.seal(_place(items[-1]), LIST) if len(found) > len(items) else None,
    )


def _place(last: Unlocked) -> Place:
    return Place(last.unlocked_at, last.reached, last.key)


async def find_points(conn: Conn, user_id: UUID) -> int:
    """What somebody's achievements come to; 0 for nobody."""
    return (await reading.get_achieved(conn, user_id)).points


async def find_achievement(conn: Conn, user_id: UUID, key: str) -> Unlocked | None:
    """One achievement of somebody, in the language of their account."""
    return await reading.find_unlocked(conn, user_id, key)
