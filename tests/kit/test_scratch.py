"""Folders for files on their way."""

import os
import stat
from pathlib import Path

import pytest

from alcuin.kit.scratch import scratch, sweep

HOUR = 3_600.0
NOW = 2_000_000_000.0


async def _work_that_fails(uploads: Path) -> None:
    async with scratch(uploads) as own:
        (own / "file").write_bytes(b"x")
        assert stat.S_IMODE(own.stat().st_mode) == 0o700
        raise KeyError


async def test_a_folder_is_ones_own_and_gone_in_every_outcome(tmp_path: Path) -> None:
    uploads = tmp_path / "data" / "uploads"
    with pytest.raises(KeyError):
        await _work_that_fails(uploads)
    assert list(uploads.iterdir()) == []


def test_only_what_nobody_writes_to_is_swept_away(tmp_path: Path) -> None:
    for name, age in (("killed", HOUR), ("under way", 60.0)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "received").write_bytes(b"x")
        # Its folder was made long ago in both cases: what counts is the file.
        os.utime(folder / "received", (NOW - age, NOW - age))
        os.utime(folder, (NOW - HOUR, NOW - HOUR))
    assert sweep(tmp_path, NOW) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["under way"]
    assert sweep(tmp_path / "none", NOW) == 0
