"""What every store does, in a folder and in a bucket that speaks the S3 protocol."""

import asyncio
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from alcuin.adapters.files import FolderFiles
from alcuin.adapters.s3_files import Bucket, S3Files, bucket_of
from alcuin.kit.files import FileMissing, Files, FilesAway

BYTES = bytes(range(256)) * 12_000  # three pieces of a bucket


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
async def store(
    request: pytest.FixtureRequest, tmp_path: Path, endpoint: str
) -> AsyncIterator[Files]:
    if request.param == "folder":
        yield FolderFiles(tmp_path / "media")
        return
    await _make_bucket(endpoint)
    yield S3Files(
        Bucket(
            name="alcuin",
            prefix=f"test/{tmp_path.name}",
            region="us-east-1",
            endpoint=endpoint,
            key_id="somebody",
            secret="a secret",
        )
    )


async def _make_bucket(endpoint: str) -> None:
    host, _, port = endpoint.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"PUT /alcuin HTTP/1.0\r\nhost: s3.us-east-1.amazonaws.com\r\n\r\n")
    await reader.read()
    writer.close()
    await writer.wait_closed()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(BYTES)
    return path


async def _keys(store: Files, prefix: str = "") -> list[str]:
    return sorted([key async for key in store.keys(prefix)])


async def _all(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])


async def test_what_was_put_is_read_whole_and_in_part(store: Files, file: Path) -> None:
    await store.put("a/original", file, "image/png")
    assert await store.size("a/original") == len(BYTES)
    assert await _all(store.read("a/original")) == BYTES
    assert await _all(store.read("a/original", 1_500_000, 10)) == BYTES[1_500_000:1_500_010]
    assert await _all(store.read("a/original", 3_000_000)) == BYTES[3_000_000:]
    assert await _all(store.read("a/original", 5, 1_100_000)) == BYTES[5:1_100_005]


async def test_what_is_not_there_is_told_before_any_byte(store: Files) -> None:
    assert await store.size("a/none") is None
    with pytest.raises(FileMissing):
        await _all(store.read("a/none", 0, 10))
    with pytest.raises(FileMissing):
        await _all(store.read("a/none"))


async def test_keys_are_listed_by_whole_steps(store: Files, file: Path) -> None:
    for key in ("a/original", "a/320.webp", "ab/original"):
        await store.put(key, file, "image/webp")
    assert await _keys(store) == [
        "a/320.webp",
        "a/original",
        "ab/original",
    ]
    assert await _keys(store, "a/") == ["a/320.webp", "a/original"]
    assert await _keys(store, "none/") == []


async def test_deleting_twice_is_deleting_once(store: Files, file: Path) -> None:
    for key in ("a/original", "b/original"):
        await store.put(key, file, "image/png")
    for _ in range(2):
        await store.delete(["a/original", "a/320.webp"])
        assert await _keys(store) == ["b/original"]
    await store.delete([])


async def test_a_store_without_anything_has_no_keys(store: Files) -> None:
    assert await _keys(store) == []


async def test_a_folder_keeps_files_for_its_owner_and_drops_empty_ones(
    tmp_path: Path, file: Path
) -> None:
    folder = tmp_path / "media"
    files = FolderFiles(folder)
    await files.put("a/original", file, "image/png")
    made = folder / "a" / "original"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    await files.delete(["a/original"])
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "key", ["../x", "/etc/passwd", "a/../b", "a//b", ".hidden", "a/.b.part", "", "a\\b", "a/b\n"]
)
async def test_no_key_leads_out_of_the_folder(tmp_path: Path, file: Path, key: str) -> None:
    files = FolderFiles(tmp_path / "media")
    with pytest.raises(ValueError, match="no key"):
        await files.put(key, file, "image/png")


async def test_a_put_that_fails_leaves_nothing(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path / "media")
    with pytest.raises(FilesAway):
        await files.put("a/original", tmp_path / "none", "image/png")
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(("url", "told"), [("s3://b", ("b", "")), ("s3://b/p/q/", ("b", "p/q"))])
def test_a_bucket_is_named_by_its_address(url: str, told: tuple[str, str]) -> None:
    assert bucket_of(url) == told


@pytest.mark.parametrize("url", ["", "b", "https://b/p", "s3://", "s3://k:s@b", "s3://b?x=1"])
def test_another_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="expected s3://"):
        bucket_of(url)
