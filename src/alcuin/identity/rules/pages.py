"""Pages of this room's lists."""

from collections.abc import Callable
from typing import TypeVar

from alcuin.kit.paging import DEEPEST, Page, Paging

T = TypeVar("T")


def page_of(found: list[T], total: int, paging: Paging, place: Callable[[T], str]) -> Page[T]:
    """Make a page of what was found: one row more than it shows says that another page follows.

    `total` is counted no further than one beyond what `page` reaches; `place` makes the cursor
    of a row.
    """
    items = found[: paging.limit]
    return Page(
        items=items,
        total=min(total, DEEPEST),
        page=paging.page,
        limit=paging.limit,
        total_is_lower_bound=total > DEEPEST,
        next_cursor=place(items[-1]) if len(found) > paging.limit else None,
    )
