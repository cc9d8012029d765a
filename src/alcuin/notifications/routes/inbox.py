"""Notices in the app."""

from uuid import UUID

import msgspec

from alcuin.kit.http import (
    Envelope,
    Request,
    Response,
    Route,
    cursors,
    delete,
    edge,
    edit,
    get,
    post,
)
from alcuin.notifications.actions import inbox as actions
from alcuin.notifications.actions.inbox import NoticeQuery
from alcuin.notifications.data.notices import NoticeView, ReadAll
from alcuin.notifications.data.preferences import Preferences, PreferencesBody
from alcuin.notifications.errors import NoticeNotFound
from alcuin.notifications.queries import changing, reading
from alcuin.notifications.schemas import Inbox


@get("/api/notifications")
async def list_notices(request: Request, query: NoticeQuery) -> Response[Inbox]:
    """List what you were told in the last 90 days, the newest first.

    `unreadCount` counts all that is unread, whatever page is shown; 100 stands for 100 or more.
    """
    async with edge(request) as at:
        page = await actions.list_notices(at.conn, at.person, query, cursors(request))
        unread = await reading.count_notices(
            at.conn, at.person.user_id, unread=True, most=reading.BOUND
        )
        return Response(msgspec.json.encode(Inbox.of(page, unread)))


@post("/api/notifications/{notice_id:uuid}/read", refuses=(NoticeNotFound,))
async def read_notice(request: Request, notice_id: UUID) -> Response[Envelope[NoticeView]]:
    """Mark a notice as read; the first time counts."""
    async with edge(request) as at:
        return at.answer(await actions.read_notice(at.conn, at.person, notice_id))


@post("/api/notifications/read-all")
async def read_all_notices(request: Request) -> Response[Envelope[ReadAll]]:
    """Mark everything as read."""
    async with edge(request) as at:
        return at.answer(ReadAll(await changing.read_all(at.conn, at.person.user_id)))


@delete("/api/notifications/{notice_id:uuid}", refuses=(NoticeNotFound,))
async def delete_notice(request: Request, notice_id: UUID) -> Response[Envelope[None]]:
    """Delete a notice."""
    async with edge(request) as at:
        await actions.delete_notice(at.conn, at.person, notice_id)
        return at.answer(None, message="The notice is deleted.")


@get("/api/notifications/preferences")
async def get_preferences(request: Request) -> Response[Envelope[Preferences]]:
    """Show what you are told, and how."""
    async with edge(request) as at:
        return at.answer(Preferences(await actions.get_preferences(at.conn, at.person)))


@edit("/api/notifications/preferences")
async def edit_preferences(
    request: Request, data: PreferencesBody
) -> Response[Envelope[Preferences]]:
    """Choose what you are told, and how. What is not named stays.

    Mail about a new device is always sent.
    """
    async with edge(request) as at:
        edited = await actions.edit_preferences(at.conn, at.person, data.preferences)
        return at.answer(Preferences(edited))


ROUTES: list[Route] = [
    list_notices,
    read_notice,
    read_all_notices,
    delete_notice,
    get_preferences,
    edit_preferences,
]
