"""What answers of the room look like beside the usual ones."""

from typing import Literal

import msgspec

from alcuin.kit.http import Pagination
from alcuin.kit.paging import Page
from alcuin.notifications.data.notices import NoticeView


def _yes() -> Literal[True]:
    return True


class Inbox(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of notices. `unreadCount` is of all of them."""

    success: Literal[True] = msgspec.field(default_factory=_yes)
    data: list[NoticeView]
    pagination: Pagination
    unread_count: int

    @classmethod
    def of(cls, page: Page[NoticeView], unread: int) -> "Inbox":
        """As kit shows a page, and what is unread."""
        return cls(
            data=page.items,
            pagination=Pagination(
                page=page.page,
                limit=page.limit,
                total=page.total,
                pages=-(-page.total // page.limit),
                total_is_lower_bound=page.total_is_lower_bound,
                cursor=page.next_cursor,
            ),
            unread_count=unread,
        )
