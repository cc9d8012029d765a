"""`/metrics`: whom it exists for, what it says, and that it says so when things break."""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import msgspec
import pytest

from alcuin.app.metering import Place, metered, places
from alcuin.app.parts import Parts, put_together
from alcuin.app.settings import SettingRefused, Settings, read_settings
from alcuin.kit.db import Database
from alcuin.kit.http import Claims
from alcuin.kit.metrics import Board
from alcuin.kit.pool import Pool
from alcuin.ops.metrics import FAMILIES
from tests.matrix.campus import SETTINGS
from tests.ops import scraped

TOKEN = "a token of a test, 32 or more long"
KNOWN = {"authorization": f"Bearer {TOKEN}"}
PAGE = Path(__file__).parents[2] / "docs/reference/metrics.md"


@asynccontextmanager
async def serving(
    database: Database, place: Place, token: str | None = TOKEN
) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(put_together(settings_with(token), database), place) as client:
        yield client


def settings_with(token: str | None = TOKEN) -> Settings:
    return msgspec.structs.replace(SETTINGS, metrics_token=token)


@asynccontextmanager
async def asking(parts: Parts, place: Place) -> AsyncIterator[httpx.AsyncClient]:
    async with metered(parts, place) as app:
        transport = httpx.ASGITransport(app, client=("127.0.0.1", 40_000))
        async with httpx.AsyncClient(transport=transport, base_url=SETTINGS.public_url) as client:
            yield client


async def scrape(client: httpx.AsyncClient) -> str:
    answer = await client.get("/metrics", headers=KNOWN)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    return answer.text


def without_ids(answer: httpx.Response) -> tuple[int, str, list[str]]:
    body = re.sub(r"[0-9a-f]{20}", "-", answer.text)
    return answer.status_code, body, sorted(answer.headers)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("said", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN])
async def test_j3_metrics_without_the_token_are_like_any_unknown_address(
    database: Database, method: str, said: str
) -> None:
    headers = {"authorization": said} if said else {}
    for token in (TOKEN, None):
        async with serving(database, places(1)[0], token) as client:
            nothing = await client.request(method, "/metricz", headers=headers)
            hidden = await client.request(method, "/metrics", headers=headers)
            assert without_ids(hidden) == without_ids(nothing)


async def test_j3_the_api_reference_does_not_know_of_metrics(database: Database) -> None:
    async with serving(database, places(1)[0]) as client:
        assert "/metrics" not in (await client.get("/api/openapi.json")).text


def test_j3_a_token_that_can_be_guessed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingRefused, match="ALCUIN_METRICS_TOKEN"):
        read_settings({"ALCUIN_METRICS_TOKEN": "prometheus", "ALCUIN_DATA_DIR": str(tmp_path)})


async def test_prometheus_may_ask_by_an_internal_name(database: Database) -> None:
    async with serving(database, places(1)[0]) as client:
        answer = await client.get("/metrics", headers={**KNOWN, "host": "10.0.0.7:8000"})
        assert answer.status_code == 200


async def test_requests_are_counted_by_route_and_strangers_choose_no_label(
    database: Database,
) -> None:
    async with serving(database, places(1)[0]) as client:
        for _ in range(3):
            await client.get("/api/courses")
        await client.get("/api/courses/0198b6a4-0000-7000-8000-000000000000")
        for number in range(4):
            await client.get(f"/made-up/{number}")
        await client.request("BREW", "/made-up")
        text = await scrape(client)
    found = scraped.read(text)
    count = "alcuin_http_requests_total"
    took = "alcuin_http_request_duration_seconds"
    assert scraped.at(found, count, method="GET", route="/api/courses", status="200") == 3
    assert scraped.at(found, f"{took}_count", method="GET", route="/api/courses") == 3
    assert scraped.at(found, f"{took}_bucket", method="GET", route="/api/courses", le="+Inf") == 3
    assert scraped.at(found, count, method="GET", route="/api/courses/{course}", status="404") == 1
    assert scraped.at(found, count, method="OTHER", route="unknown", status="404") == 5
    assert scraped.at(found, "alcuin_http_requests_in_progress") == 0
    assert "made-up" not in text
    assert "0198b6a4" not in text


async def test_one_scrape_tells_of_every_process_of_the_group(database: Database) -> None:
    first, second, _jobs = places(2)
    async with serving(database, first) as one, serving(database, second) as other:
        await one.get("/health/live")
        await other.get("/health/live")
        for client in (one, other):
            found = scraped.read(await scrape(client))
            total = "alcuin_http_requests_total"
            assert scraped.at(found, total, method="GET", route="/health/live", status="200") == 2
            assert scraped.at(found, "alcuin_up", part="web-1") == 1
            assert scraped.at(found, "alcuin_up", part="web-2") == 1
            assert scraped.at(found, "alcuin_up", part="jobs") == 0
            assert scraped.at(found, "alcuin_database_pool_size", process="web-2") == 10


async def test_open_streams_of_notifications_are_told_by_process(database: Database) -> None:
    first, second, _jobs = places(2)
    parts, somebody = put_together(settings_with(), database), Claims(uuid4(), uuid4())
    name = "alcuin_notification_streams"
    async with serving(database, second) as other:
        with parts.streams.seat(somebody), parts.streams.seat(somebody):
            async with asking(parts, first):
                found = scraped.read(await scrape(other))
        assert scraped.at(found, name, process="web-1") == 2
        assert scraped.at(found, name, process="web-2") == 0
        assert len([sample for sample, _ in found if sample == name]) == 2
        async with asking(parts, first):
            found = scraped.read(await scrape(other))
        assert scraped.at(found, name, process="web-1") == 0


async def test_a_process_that_takes_the_place_of_a_dead_one_counts_on(database: Database) -> None:
    place = places(1)[0]
    for _ in range(2):
        async with serving(database, place) as client:
            await client.get("/health/live")
            found = scraped.read(await scrape(client))
    total = "alcuin_http_requests_total"
    assert scraped.at(found, total, method="GET", route="/health/live", status="200") == 2


def test_a_fork_counts_where_its_parent_reads_and_its_death_is_seen() -> None:
    board = Board(["web-1"])
    (_, row), *_ = board.rows()
    cell = row.counters(1)
    pid = os.fork()
    if pid == 0:
        mine = board.take("web-1")
        mine.cells[mine.counters(1)] += 7.0
        signal.pause()
        os._exit(0)
    while row.cells[cell] != 7.0:
        os.sched_yield()
    assert row.is_alive
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    (_, row), *_ = board.rows()
    assert not row.is_alive
    assert row.cells[cell] == 7.0


async def test_a_database_that_is_away_costs_only_its_own_numbers() -> None:
    async def away() -> None:
        raise ConnectionRefusedError

    pool = Pool(away, 5)
    async with serving(Database(pool, {}), places(1)[0]) as client:
        found = scraped.read(await scrape(client))
    await pool.close()
    assert scraped.at(found, "alcuin_up", part="database") == 0
    assert scraped.at(found, "alcuin_database_pool_size", process="web-1") == 5
    assert not [name for name, _ in found if name.startswith(("alcuin_job", "alcuin_reader"))]


async def test_probes_and_metrics_answer_while_the_pool_is_used_up(database: Database) -> None:
    lent = [await database.pool.acquire(timeout=5) for _ in range(10)]
    try:
        async with serving(database, places(1)[0]) as client, asyncio.timeout(5):
            ready, alive, text = await asyncio.gather(
                client.get("/health"), client.get("/health/live"), scrape(client)
            )
    finally:
        for raw in lent:
            await database.pool.release(raw)
    assert ready.status_code == 503
    assert ready.headers["retry-after"]
    assert alive.status_code == 200
    found = scraped.read(text)
    assert scraped.at(found, "alcuin_database_pool_in_use", process="web-1") == 10


async def test_jobs_and_readers_are_told_by_state(database: Database) -> None:
    async with database.transaction() as conn:
        await conn.run(
            """
            insert into pgqueuer (priority, status, entrypoint, execute_after, created)
            select 0, s.status::pgqueuer_status, 'room.job', now() + s.due, now()
            from (values ('queued', interval '-100 s'), ('queued', interval '1 day'),
                         ('picked', interval '0'), ('failed', interval '0')) s (status, due)
            """
        )
        await conn.run(
            """
            insert into reader (name, kind, done, failed_at, failed_event_id, failure, failures,
              system_identifier)
            select 'some.reader', 'projection', '1:1:', kit_now(), 7, 'ValueError', 3, 1
            """
        )
    async with serving(database, places(1)[0]) as client:
        found = scraped.read(await scrape(client))
    for state in ("waiting", "delayed", "running", "held"):
        assert scraped.at(found, "alcuin_jobs", job="room.job", state=state) == 1
    oldest = scraped.at(found, "alcuin_job_oldest_age_seconds", job="room.job", state="waiting")
    assert 100 <= oldest < 200
    assert scraped.at(found, "alcuin_reader_stopped", reader="some.reader") == 1


async def test_what_is_scraped_is_what_is_documented(database: Database) -> None:
    rows = re.findall(
        r"^\| `([a-z_]+)` \| ([a-z]+) \| (.+?) \| (.+) \|$", PAGE.read_text(), re.MULTILINE
    )
    documented = {
        (name, kind, tuple(re.findall(r"`([a-z]+)`", labels)), says)
        for name, kind, labels, says in rows
    }
    assert documented == {(each.name, each.kind, each.labels, each.says) for each in FAMILIES}
    await test_jobs_and_readers_are_told_by_state(database)
    async with serving(database, places(1)[0]) as client:
        await client.get("/health/live")
        text = await scrape(client)
    shown = {(name, kind) for name, kind in scraped.kinds(text).items()}
    assert shown == {(each.name, each.kind) for each in FAMILIES}
    labels_of = {each.name: set(each.labels) for each in FAMILIES}
    for name, labels in scraped.read(text):
        family = name if name in labels_of else re.sub("_(bucket|sum|count)$", "", name)
        extra = {"le"} if name.endswith("_bucket") else set[str]()
        assert {label for label, _ in labels} == labels_of[family] | extra
