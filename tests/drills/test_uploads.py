"""Web processes killed while files arrive, are stored, and are added."""

import asyncio
import hashlib
import time
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import psutil
import pytest

from alcuin.kit.scratch import sweep
from tests.drills.journey import DRILL, Journey
from tests.drills.practice import eventually

ROUNDS = DRILL // 5 or 2
SHARES = (0.1, 0.5, 0.99, 1.0, 1.0)
"""How much of a file has been sent when the process dies; all of it twice: then it is a matter
of milliseconds whether it dies before its bytes are stored, after, or after the row is."""

BODY = b"A line of a long text.\n" * 60_000
WITHOUT_ROOM = """
select count(*) from (select owner_id, sum(stored_bytes) as bytes, count(*) as files
  from media group by owner_id) m
full join media_space s on s.id = m.owner_id
where s.bytes is distinct from m.bytes or s.files is distinct from m.files
"""


@pytest.mark.timeout(120 + ROUNDS * 30)
async def test_r4_an_upload_whose_process_is_killed_leaves_no_row_without_bytes(
    journey: Journey,
) -> None:
    """V5: nor bytes that nobody accounts for, nor room that nothing takes."""
    token = journey.newcomer().who.token()
    kept = []
    for _ in range(ROUNDS):
        for share in SHARES:
            kept.append(await _upload(journey, token, share))
            await journey.installation.ready()
    stored = await journey.value("select count(*) from media")
    journey.tell("R4", uploads=len(kept), answered=sum(kept), stored=stored)
    assert isinstance(stored, int)
    assert sum(kept) <= stored  # what was acknowledged is there
    assert await _violations(journey) == []


async def _upload(journey: Journey, token: str, share: float) -> bool:
    """Send so much of a file and kill every web process; says whether it was acknowledged."""
    reader, writer = await asyncio.open_connection("127.0.0.1", journey.installation.port)
    head = [
        "POST /api/media?name=a.md HTTP/1.1",
        "host: 127.0.0.1",
        f"authorization: Bearer {token}",
        "content-type: text/markdown",
        f"content-length: {len(BODY)}",
    ]
    try:
        writer.write("\r\n".join([*head, "", ""]).encode() + BODY[: int(len(BODY) * share)])
        await writer.drain()
        uploads = _folder(journey) / "uploads"
        if share < 1:
            await eventually(lambda: [*uploads.glob("*/received")])
        else:
            await asyncio.sleep(journey.rng.uniform(0, 0.1))  # the drill is about when it hits
        for process in journey.installation.web():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        line = await reader.readline()
        return line.startswith(b"HTTP/1.1 201")
    except ConnectionError:
        return False
    finally:
        writer.transport.abort()


async def _violations(journey: Journey) -> list[str]:
    found = []
    media, uploads = _folder(journey) / "media", _folder(journey) / "uploads"
    rows = await journey.rows("select id, sha256 from media")
    for media_id, sha256 in rows:
        content = (media / str(media_id) / "original").read_bytes()
        if hashlib.sha256(content).digest() != sha256:
            found.append(f"{media_id}: other bytes than its row says")
    foreseen = {row[0] for row in await journey.rows("select media_id from media_removal")}
    known = {row[0] for row in rows} | foreseen
    found += [f"{each.name}: nobody's" for each in media.glob("*") if UUID(each.name) not in known]
    if await journey.value(WITHOUT_ROOM):
        found.append("room is counted wrong")
    sweep(uploads, time.time() + 3_600)
    found += [f"{each.name}: not swept" for each in uploads.glob("*")]
    return found


def _folder(journey: Journey) -> Path:
    return journey.installation.folder.data_dir
