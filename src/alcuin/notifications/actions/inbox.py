"""What people do with their notices."""

from typing import Annotated
from uuid import UUID

import msgspec

from alcuin.kit.actor import Person
from alcuin.kit.db import Conn
from alcuin.kit.paging import Cursors, Page, Paging
from alcuin.notifications.data.notices import NoticeView
from alcuin.notifications.data.preferences import Chosen, Preference, PreferenceEdit
from alcuin.notifications.errors import NoticeNotFound
from alcuin.notifications.letters import shown
from alcuin.notifications.queries import changing, reading
from alcuin.notifications.rules import preferences as rules


class NoticeQuery(Paging, frozen=True, kw_only=True):
    """A page of notices."""

    unread: Annotated[bool, msgspec.Meta(description="Those that are not read alone.")] = False


async def list_notices(
    conn: Conn, person: Person, query: NoticeQuery, cursors: Cursors
) -> Page[NoticeView]:
    """The newest first."""
    purpose = f"notices of {person.user_id} {query.unread}"
    before = cursors.open(query.cursor, purpose) if query.cursor else reading.NEWEST
    found = await reading.list_notices(
        conn,
        person.user_id,
        unread=query.unread,
        before=before,
        limit=query.limit + 1,
        offset=query.offset,
    )
    items = found[: query.limit]
    total = await reading.count_notices(
        conn, person.user_id, unread=query.unread, most=reading.BOUND + 1
    )
    return Page(
        items=[shown(notice, person.language) for notice in items],
        total=min(total, reading.BOUND),
        total_is_lower_bound=total > reading.BOUND,
        page=query.page,
        limit=query.limit,
        next_cursor=cursors.seal(items[-1].number, purpose) if len(found) > query.limit else None,
    )


async def read_notice(conn: Conn, person: Person, notice_id: UUID) -> NoticeView:
    """Raises NoticeNotFound."""
    await changing.read_notice(conn, person.user_id, notice_id)
    found = await reading.find_notice(conn, person.user_id, notice_id)
    if found is None:
        raise NoticeNotFound
    return shown(found, person.language)


async def delete_notice(conn: Conn, person: Person, notice_id: UUID) -> None:
    """Raises NoticeNotFound."""
    if not await changing.hide_notice(conn, person.user_id, notice_id):
        raise NoticeNotFound


async def get_preferences(conn: Conn, person: Person) -> list[Preference]:
    return rules.preferences(await changing.list_chosen(conn, person.user_id))


async def edit_preferences(
    conn: Conn, person: Person, edits: list[PreferenceEdit]
) -> list[Preference]:
    """Change what is named. Raises Invalid."""
    rules.require_possible(edits)
    chosen = [Chosen(edit.kind, edit.in_app, edit.mail) for edit in edits]
    await changing.choose(conn, person.user_id, chosen)
    return await get_preferences(conn, person)
