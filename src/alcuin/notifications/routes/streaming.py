"""Notices as they come, over a connection that stays open."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Annotated

import msgspec

from alcuin.kit.http import (
    Request,
    Response,
    Route,
    StreamResponse,
    claims,
    database,
    edge,
    get,
    is_still_signed_in,
)
from alcuin.notifications.data.notices import Notice
from alcuin.notifications.errors import StreamsFull, TooManyStreams
from alcuin.notifications.letters import shown
from alcuin.notifications.queries import reading
from alcuin.notifications.rules import streaming as rules
from alcuin.notifications.streams import LOOK_SECONDS, Seat, Streams

PAGE = 100


class StreamQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where to begin."""

    after: (
        Annotated[
            int,
            msgspec.Meta(ge=0, lt=10**18, description="The `number` after which to go on."),
        ]
        | None
    ) = None


class Listener(msgspec.Struct, frozen=True):
    """Who hears a stream, and from where on."""

    request: Request
    language: str
    place: int


def streaming_routes(streams: Streams) -> list[Route]:
    """The route of this process's streams."""

    @get(
        "/api/notifications/stream",
        refuses=(TooManyStreams, StreamsFull),
        media_type="text/event-stream",
    )
    async def stream_notices(request: Request, query: StreamQuery) -> Response[str]:
        """Hear of notices as they come, as server-sent events named `notice`.

        Each has its `number` as id; with `Last-Event-ID`, or `after`, the stream goes on after
        that one, and else begins now. It ends with your session, and when your token expires:
        come back with a fresh one.
        """
        asked = rules.place_of(request.headers.get("last-event-id"), query.after)
        async with edge(request) as at:
            last = await reading.find_last(at.conn, at.person.user_id)
            # Numbers that a restored database does not know yet, it will give again.
            place = last if asked is None else min(asked, last)
            listener = Listener(request, at.person.language, place)
        return StreamResponse(lambda: _flow(streams, listener))

    return [stream_notices]


async def _flow(streams: Streams, listener: Listener) -> AsyncGenerator[bytes]:
    """Notices in the order of their numbers, which is that of their commits."""
    place, clock = listener.place, asyncio.get_running_loop().time
    with streams.seat(claims(listener.request)) as seat:
        yield rules.HELLO
        beats_at = clock() + streams.beat_seconds
        while not seat.is_over and is_still_signed_in(listener.request):
            if seat.head > place:
                head, found = seat.head, await _next(listener, seat, place)
                for notice in found:
                    yield rules.as_event(shown(notice, listener.language))
                    place = notice.number
                if len(found) < PAGE:
                    place = max(place, head)  # what lies between is not shown in the app
            elif clock() >= beats_at:
                yield rules.BEAT
                beats_at = clock() + streams.beat_seconds
            else:
                await seat.wait(LOOK_SECONDS)


async def _next(listener: Listener, seat: Seat, place: int) -> list[Notice]:
    async with database(listener.request).statement() as conn:
        return await reading.list_after(conn, seat.session_id, place, PAGE)
