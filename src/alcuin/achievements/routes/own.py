"""What one has unlocked, and what is still before one."""

import msgspec

from alcuin.achievements.actions.reading import list_achievements
from alcuin.achievements.data.unlocking import Unlocked
from alcuin.achievements.schemas.own import AchievementListing
from alcuin.kit.http import Pagination, Request, Response, cursors, edge, get
from alcuin.kit.paging import Page, Paging


@get("/api/progress/achievements")
async def list_own_achievements(request: Request, query: Paging) -> Response[AchievementListing]:
    """List what you have unlocked, the newest first, and what is still before you.

    In the language of your account, where the rule has a text in it. Follows within a second
    or so.
    """
    async with edge(request) as at:
        found = await list_achievements(at.conn, at.person, query, cursors(request))
        listing = AchievementListing(
            data=found.unlocked.items,
            pagination=_pagination(found.unlocked),
            locked=found.locked,
            skill_points=found.points,
        )
        return Response(msgspec.json.encode(listing))


def _pagination(page: Page[Unlocked]) -> Pagination:
    return Pagination(
        page=page.page,
        limit=page.limit,
        total=page.total,
        pages=-(-page.total // page.limit),
        total_is_lower_bound=page.total_is_lower_bound,
        cursor=page.next_cursor,
    )


ROUTES = (list_own_achievements,)
