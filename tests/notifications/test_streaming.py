"""Streams: nothing is missed or repeated, and they end when they must."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from random import Random
from typing import Any

import httpx
import pytest
import uvicorn

from alcuin.app.draining import DrainingServer
from alcuin.kit.db import Conn, Database
from alcuin.kit.notices import Listener
from alcuin.kit.problems import Unavailable
from alcuin.notifications import CHANNEL
from alcuin.notifications.actions.telling import tell
from alcuin.notifications.data.notices import NoticeKind, Told
from tests.notifications.house import House
from tests.progress.classroom import Member


class Undone(Exception):
    """A writer that fails at its end."""


def news(member: Member, event_id: int) -> Told:
    return Told(
        event_id=event_id,
        user_id=member.id,
        kind=NoticeKind.ACHIEVEMENT_UNLOCKED,
        data={"achievement": "FIRST_LESSON", "points": event_id},
        in_app=True,
        mail=False,
    )


async def write(house: House, member: Member, *event_ids: int) -> None:
    async with house.database.transaction() as conn:
        await tell(conn, [news(member, event_id) for event_id in event_ids])


def numbers(events: list[dict[str, Any]]) -> list[int]:
    return [event["number"] for event in events]


async def test_a_stream_tells_what_comes_and_goes_on_where_it_was_left(busy_house: House) -> None:
    ada = await busy_house.room.somebody()
    await write(busy_house, ada, 1, 2)
    async with busy_house.looking():
        async with busy_house.stream(ada) as stream:
            assert stream.status == 200
            assert stream.headers["content-type"] == "text/event-stream"
            assert stream.headers["x-accel-buffering"] == "no"
            assert stream.headers["cache-control"] == "no-store, no-transform"
            assert "content-encoding" not in stream.headers
            await write(busy_house, ada, 3)
            (third,) = await stream.events(1)
        assert third["number"] == 3
        assert third["text"].startswith("Achievement unlocked")
        assert stream.body.startswith(b"retry: 2000\n\n")
        await write(busy_house, ada, 4)
        for query, headers in (("", {"last-event-id": "1"}), ("after=1", {})):
            async with busy_house.stream(ada, query, **headers) as stream:
                assert numbers(await stream.events(3)) == [2, 3, 4]
    assert len(busy_house.streams) == 0


async def test_what_is_written_anywhere_rings_and_is_not_waited_for_a_second(
    busy_house: House, database_url: str
) -> None:
    ada, heard = await busy_house.room.somebody(), asyncio.Event()

    async def listens() -> None:
        heard.set()

    listener = Listener(database_url, {CHANNEL: busy_house.streams.ring}, [listens])
    listening = asyncio.create_task(listener.run())
    await asyncio.wait_for(heard.wait(), 10)
    loop, fastest = asyncio.get_running_loop(), 10.0
    async with busy_house.looking(), busy_house.stream(ada) as stream:
        for place in range(1, 6):
            await write(busy_house, ada, place)
            began = loop.time()
            await stream.events(place)
            fastest = min(fastest, loop.time() - began)
    listening.cancel()
    await asyncio.wait([listening])
    assert fastest < 0.5


async def test_more_than_a_page_that_was_missed_comes_whole(busy_house: House) -> None:
    ada = await busy_house.room.somebody()
    await write(busy_house, ada, *range(1, 251))
    async with busy_house.looking(), busy_house.stream(ada, "after=0") as stream:
        assert numbers(await stream.events(250)) == list(range(1, 251))


async def test_a_place_that_a_restored_database_has_not_reached_misses_nothing(
    busy_house: House,
) -> None:
    ada = await busy_house.room.somebody()
    await write(busy_house, ada, 1)
    async with busy_house.looking(), busy_house.stream(ada, "after=900") as stream:
        await write(busy_house, ada, 2)
        assert numbers(await stream.events(1)) == [2]


async def test_numbers_are_seen_in_the_order_of_commits(busy_house: House) -> None:
    """Who writes second waits for who wrote first: no lower number ever appears later."""
    ada = await busy_house.room.somebody()
    async with busy_house.database.transaction() as first:
        await tell(first, [news(ada, 1)])
        second = asyncio.create_task(write(busy_house, ada, 2))
        while not await _waits(busy_house):  # noqa: ASYNC110  the truth is in the database
            await asyncio.sleep(0.01)
        assert (await busy_house.inbox(ada))["data"] == []
    await second
    seen = [each["number"] for each in (await busy_house.inbox(ada))["data"]]
    assert seen == [2, 1]


async def _waits(house: House) -> bool:
    async with house.database.statement() as conn:
        found = await conn.raw.fetchval(
            "select count(*) from pg_locks where not granted and locktype = 'transactionid'"
        )
    return bool(found)


async def test_with_many_writers_nothing_is_missed_or_repeated_across_reconnects(
    busy_house: House,
) -> None:
    """Real commits, some rolled back, some slow; a client that leaves and comes back."""
    ada, bea = await busy_house.room.somebody(), await busy_house.room.somebody("Bea")
    rng = Random(4)  # noqa: S311  a test
    each, writers = 25, 6

    async def writes(writer: int) -> None:
        for n in range(each):
            place = writer * each + n + 1
            with suppress(Undone):
                async with busy_house.database.transaction() as conn:
                    await tell(conn, [news(person, place) for person in (bea, ada)])
                    await asyncio.sleep(rng.choice((0, 0, 0.004)))
                    if n % 5 == 4:
                        raise Undone

    async def hears() -> list[dict[str, Any]]:
        heard: list[dict[str, Any]] = []
        while left := writers * (each - each // 5) - len(heard):
            last = {"last-event-id": str(heard[-1]["number"])} if heard else {}
            async with busy_house.stream(ada, "" if heard else "after=0", **last) as stream:
                heard += await stream.events(min(left, rng.randint(1, 9)))
        return heard

    async with busy_house.looking():
        writing = asyncio.gather(*(writes(writer) for writer in range(writers)))
        heard = await asyncio.wait_for(hears(), 50)
        await writing
    assert numbers(heard) == sorted(set(numbers(heard)))
    stored = await busy_house.room.value(
        "select array_agg(number order by number) from notice where user_id = $1", ada.id
    )
    assert numbers(heard) == stored


async def test_what_is_for_others_or_for_mail_alone_is_not_streamed(busy_house: House) -> None:
    ada, bea = await busy_house.room.somebody(), await busy_house.room.somebody("Bea")
    async with busy_house.database.transaction() as conn:
        await conn.raw.execute(
            "insert into notification_preference values ($1, 'ACHIEVEMENT_UNLOCKED', false, true)",
            ada.id,
        )
        await tell(conn, [news(ada, 1), news(bea, 1)])
        await conn.raw.execute("delete from notification_preference")
    async with busy_house.looking(), busy_house.stream(ada, "after=0") as stream:
        await write(busy_house, ada, 2)
        assert numbers(await stream.events(1)) == [2]


@pytest.mark.parametrize(
    "change",
    [
        "update session set revoked_at = now()",
        "update session set expires_at = now()",
        "update app_user set suspended_at = now()",
    ],
)
async def test_a12_a_stream_ends_within_a_second_of_its_session(
    busy_house: House, change: str
) -> None:
    ada, loop = await busy_house.room.somebody(), asyncio.get_running_loop()
    async with busy_house.looking(), busy_house.stream(ada) as stream:
        async with busy_house.database.transaction() as conn:
            await conn.raw.execute(change)
        began = loop.time()
        await stream.ended()
        assert loop.time() - began < 2
        assert stream.status == 200
    refused = await busy_house.asks(ada, "GET", "/stream")
    assert refused.status_code == 401


async def test_a_stream_ends_when_its_token_expires(busy_house: House) -> None:
    ada = await busy_house.room.somebody()
    async with busy_house.looking(), busy_house.stream(ada) as stream:
        busy_house.clock.now += 601
        await stream.ended()


class Away(Database):
    """A database that nobody reaches any more, once told so."""

    is_away = False

    @asynccontextmanager
    async def statement(self) -> AsyncIterator[Conn]:
        if self.is_away:
            raise Unavailable
        async with super().statement() as conn:
            yield conn


async def test_a_stream_that_cannot_be_looked_after_ends(busy_house: House) -> None:
    ada = await busy_house.room.somebody()
    database = Away(busy_house.database.pool, {})
    house = House(busy_house.room, database=database)
    async with house.stream(ada) as stream:
        database.is_away = True
        await house.streams.look()
        await stream.ended()


async def test_one_person_and_one_process_have_so_many_streams(busy_house: House) -> None:
    house = House(busy_house.room, most=3)
    people = [await house.room.somebody(name) for name in ("Ada", "Bea", "Cid")]
    async with AsyncExitStack() as open_streams:
        for person in (people[0], people[0], people[1]):
            stream = await open_streams.enter_async_context(house.stream(person))
            assert stream.status == 200
        for person, status in ((people[0], 429), (people[2], 503)):
            async with house.stream(person) as refused:
                assert (refused.status, refused.headers["retry-after"]) == (status, "10")
    async with house.stream(people[0]) as stream:
        assert stream.status == 200
    assert len(house.streams) == 0


async def test_an_id_that_is_none_of_ours_is_refused(busy_house: House) -> None:
    ada = await busy_house.room.somebody()
    for said in ("x", "-1", "1.5", "9" * 19, "\u0662"):
        answer = await busy_house.asks(
            ada, "GET", "/stream", headers={"last-event-id": said.encode()}
        )
        assert answer.status_code == 422, said


async def test_an_idle_stream_holds_no_connection_and_says_that_it_lives(
    busy_house: House,
) -> None:
    ada = await busy_house.room.somebody()
    async with busy_house.stream(ada) as stream:
        async with asyncio.timeout(5):
            while b": still here" not in stream.body:
                await stream.next()
        assert busy_house.database.pool.lent == 0


async def test_r33_streams_end_at_once_when_the_process_is_told_to_stop(busy_house: House) -> None:
    ada = await busy_house.room.somebody()
    headers = {
        "authorization": f"Bearer {busy_house.token(ada)}",
        "host": "learn.example.org",
    }
    loop = asyncio.get_running_loop()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(
            busy_house.app, log_config=None, lifespan="off", timeout_graceful_shutdown=20
        )
        server = DrainingServer(config, on_stop=busy_house.streams.close)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/api/notifications/stream"
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        async with busy_house.looking(), httpx.AsyncClient(timeout=10) as client:
            async with client.stream("GET", url, headers=headers) as answer:
                pieces = answer.aiter_raw()
                assert (await anext(pieces)).startswith(b"retry")
                began = loop.time()
                signal.raise_signal(signal.SIGTERM)
                assert [piece async for piece in pieces if b"id:" in piece] == []
                assert loop.time() - began < 1
            await asyncio.wait_for(serving, 10)
    assert len(busy_house.streams) == 0
