"""GAUNTLET D10 (drawings and XML), E5, E7: files that are more, or far larger, than they seem."""

import json
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.media import samples
from tests.media.desk import Desk

SCRIPT = b"<!doctype html><script>alert(document.cookie)</script>"
PHP = b"<?php system($_GET['c']); ?>"
HEAD_OF_XML = '<?xml version="1.0"?>'


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def packed(name: str, content: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, content)
    return made.getvalue()


def svg(inner: str, before: str = "") -> str:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg">{inner}</svg>'


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DRAWINGS = {
    "script": svg("<script>alert(1)</script>"),
    "xxe": svg("&x;", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "dtd": HEAD_OF_XML + svg("", '<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/x.dtd">'),
    "laughs": HEAD_OF_XML + svg("&l9;", f'<!DOCTYPE svg [<!ENTITY l0 "ha">{LAUGHS}]>'),
    "quadratic": svg("&a;" * 100_000, f'<!DOCTYPE svg [<!ENTITY a "{"a" * 100_000}">]>'),
    "deep": svg("<g>" * 200_000),
    "manifest": HEAD_OF_XML + "<manifest>" * 200_000,
    "comment": "\n<!-- a drawing -->\n" + svg(""),
}


@pytest.mark.parametrize("drawing", DRAWINGS)
@pytest.mark.parametrize("name", ["drawing.svg", "drawing.png", "notes.md", "drawing"])
async def test_d10_drawings_and_xml_are_refused_before_anything_reads_them(
    desk: Desk, drawing: str, name: str
) -> None:
    began = time.perf_counter()
    for content in (DRAWINGS[drawing].encode(), DRAWINGS[drawing].encode("utf-16")):
        assert (await desk.refuses(name, content)).status == 415
    assert time.perf_counter() - began < 1


async def test_d10_xml_within_an_image_is_thrown_away_unread(desk: Desk) -> None:
    hostile = DRAWINGS["laughs"].encode()
    content = samples.encoded(samples.picture(), "WEBP", xmp=hostile)
    taken = await desk.takes("photo.webp", content)
    assert hostile in content
    assert b"ENTITY" not in taken.path.read_bytes()


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
async def test_e5_what_follows_or_hides_in_an_image_is_gone(desk: Desk, format_: str) -> None:
    ending = {"JPEG": "jpg"}.get(format_, format_.lower())
    for payload in (SCRIPT, PHP, packed("evil.js", SCRIPT)):
        content = samples.encoded(samples.picture(), format_) + payload
        taken = await desk.takes(f"photo.php.{ending}", content)
        stored = taken.path.read_bytes()
        for trace in (b"<script", b"<?php", b"PK\x03\x04", b"evil"):
            assert trace not in stored
    hidden = samples.encoded(samples.picture(), "JPEG", comment=PHP)
    assert PHP not in (await desk.takes("photo.jpg", hidden)).path.read_bytes()


@pytest.mark.parametrize(
    ("name", "declared", "content", "status"),
    [
        ("photo.jpg.php", None, samples.photo(), 415),
        ("photo.jpg.html", None, samples.photo(), 415),
        ("photo.jpg ", "text/html", samples.photo(), 415),
        ("photo.jpg", None, SCRIPT, 415),
        ("photo.jpg", None, b"GIF89a/*" + SCRIPT + b"*/", 422),
        ("photo.gif", None, b"GIF89a/*" + SCRIPT + b"*/", 422),
        ("photo.png", None, samples.photo(), 422),
        ("book.pdf", None, b"MZ\x90\0\x03\0\0\0", 415),
        ("book.pdf", None, PHP + b"%PDF-1.7", 415),
        ("book.pdf", None, samples.photo(), 422),
        ("book.pdf", None, b"%PDF-1.7\n" + packed("evil.js", SCRIPT * 100), 422),
        ("notes.txt", None, packed("evil.js", SCRIPT), 415),
        ("notes.txt", "image/png", b"words", 422),
        ("photo.png", None, b"words", 422),
    ],
)
async def test_e5_what_is_not_what_it_says_is_refused(
    desk: Desk, name: str, declared: str | None, content: bytes, status: int
) -> None:
    assert (await desk.refuses(name, content, declared)).status == status


def webp(width: int, height: int) -> bytes:
    """A canvas that is said to be so large."""
    content = bytearray(samples.encoded(samples.picture(mode="RGBA"), "WEBP", xmp=b"x"))
    assert content[12:16] == b"VP8X"
    content[24:27] = (width - 1).to_bytes(3, "little")
    content[27:30] = (height - 1).to_bytes(3, "little")
    return bytes(content)


def jpeg(width: int, height: int) -> bytes:
    content = bytearray(samples.encoded(samples.picture(), "JPEG"))
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return bytes(content)


def avif(width: int, height: int) -> bytes:
    content = bytearray(samples.encoded(samples.picture(), "AVIF"))
    at = content.index(b"ispe") + 8
    content[at : at + 8] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return bytes(content)


def object_stream(count: int) -> bytes:
    """An array of so many numbers among compressed objects, in a few kilobytes (7.5.7, 7.5.8)."""
    body = b"%PDF-1.7\n"
    places = []
    packed_array = zlib.compress(b"5 0 [" + b"1 " * count + b"]")
    told = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d" % len(packed_array)
    for number, content in enumerate(
        (
            b"<< /Type /Catalog /Pages 2 0 R /Numbers 5 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
            b"<< %s >>\nstream\n%s\nendstream" % (told, packed_array),
        ),
        1,
    ):
        places.append(struct.pack(">BIH", 1, len(body), 0))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    free, within = struct.pack(">BIH", 0, 0, 65_535), struct.pack(">BIH", 2, 4, 0)
    table = b"".join([free, *places, within, struct.pack(">BIH", 1, len(body), 0)])
    told = b"/Type /XRef /Size 7 /W [1 4 2] /Root 1 0 R /Length %d" % len(table)
    end = b"6 0 obj\n<< %s >>\nstream\n%s\nendstream\nendobj\n" % (told, table)
    return body + end + b"startxref\n%d\n%%%%EOF\n" % len(body)


HEADS = {
    "50k.png": lambda: samples.png(50_000, 50_000),
    "50k.jpg": lambda: jpeg(50_000, 50_000),
    "16k.webp": lambda: webp(16_383, 16_383),
    "30k.avif": lambda: avif(30_000, 30_000),
    "canvas.gif": lambda: samples.gif(65_535, 65_535, frames=1),
    "many.gif": lambda: samples.gif(8, 8, frames=100_000),
    "flate.pdf": lambda: samples.with_stream(samples.zeros(130 << 20), ["FlateDecode"]),
    "twice.pdf": lambda: samples.with_stream(
        zlib.compress(samples.zeros(130 << 20)), ["FlateDecode", "FlateDecode"]
    ),
}
WORK = {
    "long.gif": lambda: samples.gif(1_000, 1_000, frames=500),
    "objects.pdf": lambda: object_stream(30_000_000),
}


@pytest.mark.parametrize(("bombs", "megabytes"), [(HEADS, 150), (WORK, 600)])
def test_e7_bombs_are_refused_soon_and_in_little_memory(
    tmp_path: Path, bombs: dict[str, Callable[[], bytes]], megabytes: int
) -> None:
    for name, made in bombs.items():
        (tmp_path / name).write_bytes(made())
    program = [sys.executable, "-m", "tests.media.measured", str(tmp_path)]
    outcomes = json.loads(subprocess.run(program, capture_output=True, check=True).stdout)
    assert len(outcomes) == len(bombs)
    for measured in outcomes:
        assert measured["outcome"][0] == 422, measured
        assert measured["seconds"] < 15, measured
        assert measured["megabytes"] < megabytes, measured
