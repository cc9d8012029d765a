"""R14: file systems that are full, made small enough to be filled at once."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.matrix.campus import Campus, Visitor

ROOM = 1_048_576
"""Bytes of a small disk."""

pytestmark = pytest.mark.skipif(
    shutil.which("mount") is None
    or subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True).returncode
    != 0,
    reason="mounting a small disk takes the powers of root",
)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    options = f"size={ROOM},mode=0777"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", disk], check=True)
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


async def _uploads(person: Visitor, content: bytes) -> httpx.Response:
    return await person.asks(
        "POST",
        "/api/media",
        params={"name": "note.md"},
        content=content,
        headers={"content-type": "text/markdown"},
    )


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.resolve().rglob("*") if path.is_file()]


@pytest.mark.parametrize("full", ["media", "uploads"])
async def test_r14_a_full_disk_refuses_a_file_and_keeps_nothing_of_it(
    busy_campus: Campus, small_disk: Path, full: str
) -> None:
    """V5: where files stay, and where they arrive."""
    (busy_campus.folder / full).symlink_to(small_disk, target_is_directory=True)
    ada = await busy_campus.somebody("ada")
    kept = await _uploads(ada, b"a" * 1_000)
    assert kept.status_code == 201, kept.text
    refused = await _uploads(ada, b"b" * (ROOM + 300_000))
    assert (refused.status_code, refused.json()["code"]) == (507, "files_full"), refused.text
    assert _files(busy_campus.folder / "uploads") == []
    assert [path.name for path in _files(busy_campus.folder / "media")] == ["original"]
    assert await busy_campus.value("select count(*) from media") == 1
    assert await busy_campus.value("select bytes from media_space") == 1_000
    assert (await ada.asks("GET", kept.json()["data"]["url"])).content == b"a" * 1_000
    again = await _uploads(ada, b"c" * 1_000)
    assert again.status_code == 201, again.text
