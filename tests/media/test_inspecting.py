"""Types by content, name and declaration; texts; captions."""

from pathlib import Path

import pytest

from alcuin.media import FileRefused, FileTypeRefused
from tests.media import samples
from tests.media.desk import Desk, reason

VTT = "WEBVTT\n\nNOTE by somebody\n\n1\n00:01.000 --> 00:04.000 align:start\nWelcome.\n"
SRT = "1\n00:00:01,000 --> 00:00:04,000\nWelcome.\n\n2\n00:00:04,000 --> 00:00:06,500\nToday\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize(
    ("name", "declared", "content", "media_type"),
    [
        ("notes.txt", None, "Grüße", "text/plain"),
        ("README", "text/plain; charset=utf-8", "Grüße", "text/plain"),
        ("notes", None, "MZ is how a text may begin", "text/plain"),
        ("Lecture 1.2", None, "text", "text/plain"),
        ("notes.md", "text/plain", "<p align=center>Words</p>", "text/markdown"),
        ("notes.MARKDOWN", "application/octet-stream", "# Words", "text/markdown"),
        ("notes", "text/x-markdown", "# Words", "text/markdown"),
        ("words.vtt", None, VTT, "text/vtt"),
        ("words", None, VTT, "text/vtt"),
        ("words.srt", "application/x-subrip", SRT, "application/x-subrip"),
        ("words.srt", "text/plain", SRT.replace("\n", "\r\n"), "application/x-subrip"),
    ],
)
async def test_texts_are_what_their_name_and_sender_say(
    desk: Desk, name: str, declared: str | None, content: str, media_type: str
) -> None:
    taken = await desk.takes(name, content.encode(), declared)
    assert (taken.media_type, taken.path.read_bytes()) == (media_type, content.encode())


async def test_a_byte_order_mark_is_removed(desk: Desk) -> None:
    taken = await desk.takes("words.vtt", b"\xef\xbb\xbf" + VTT.encode())
    assert taken.path.read_bytes() == VTT.encode()
    assert taken.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("content", "why", "sentence"),
    [
        (b"", "empty", "The file is empty."),
        (b"one\ntw\0o", "control_character", "Line 2 holds the control character U+0000."),
        (b"one\n\n\x1b[31m", "control_character", "Line 3 holds the control character U+001B."),
        (b"one\nGr\xfc\xdfe", "not_utf8", "Line 2 is not UTF-8. Save the text as UTF-8."),
        ("one".encode("utf-16"), "not_utf8", "This text is in UTF-16. Save it as UTF-8."),
        (b"a" * 2_000_001, "too_long", "Texts may have at most 2 MB."),
    ],
)
async def test_what_is_no_text_is_refused_with_its_line(
    desk: Desk, content: bytes, why: str, sentence: str
) -> None:
    refused = await desk.refuses("notes.txt", content)
    assert (reason(refused), refused.detail) == (why, sentence)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Hello", "Line 1: WebVTT begins with WEBVTT."),
        ("WEBVTT\n00:01.000 --> 00:02.000", "Line 2: a blank line must follow WEBVTT."),
        (VTT.replace("01.000", "61.000"), "Line 6: times are written as 00:01.000 --> 00:04.000."),
        (VTT.replace("00:04", "00:01"), "Line 6: a cue ends after it starts."),
        (
            VTT.replace("align:start", "onclick=x"),
            "Line 6: after the times only settings such as align:start may stand.",
        ),
        (
            VTT + "\n00:00.500 --> 00:09.000\nEarlier",
            "Line 9: this cue starts before the one above it.",
        ),
        (
            VTT + "00:05.000 --> 00:09.000\n",
            "Line 8: --> stands in times only; a blank line is missing before it.",
        ),
        (
            VTT + "\nwords alone",
            "Line 9: a cue has a line of its times, such as 00:01.000 --> 00:04.000.",
        ),
    ],
)
async def test_webvtt_that_players_would_stumble_over_is_refused_with_its_line(
    desk: Desk, content: str, sentence: str
) -> None:
    assert (await desk.refuses("words.vtt", content.encode())).detail == sentence


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("\n\n", "Line 1: there is no cue."),
        ("Hello", "Line 1: a cue begins with its number."),
        ("1\n", "Line 1: this cue has no times."),
        (SRT.replace(",", ";"), "Line 2: times are written as 00:00:01,000 --> 00:00:04,000."),
        (SRT.replace("06,500", "04,000"), "Line 6: a cue ends after it starts."),
    ],
)
async def test_subrip_that_players_would_stumble_over_is_refused_with_its_line(
    desk: Desk, content: str, sentence: str
) -> None:
    assert (await desk.refuses("words.srt", content.encode())).detail == sentence


@pytest.mark.parametrize(
    ("name", "declared", "content", "sentence"),
    [
        ("a.png", None, samples.photo(), "The name says PNG, but the content is JPEG."),
        ("a", "image/png", samples.photo(), "The declared type says PNG, but the content is JPEG."),
        ("a.pdf", None, b"words", "The name says PDF, but the content is something else."),
        ("a.vtt", "application/x-subrip", VTT.encode(), "The declared type says SubRip, but the"),
    ],
)
async def test_a_name_or_declaration_that_contradicts_the_content_is_refused(
    desk: Desk, name: str, declared: str | None, content: bytes, sentence: str
) -> None:
    refused = await desk.refuses(name, content, declared)
    assert reason(refused) == "contradiction"
    assert refused.detail.startswith(sentence)


@pytest.mark.parametrize(
    ("name", "declared", "content", "what"),
    [
        ("a.zip", None, b"PK\x03\x04\x14\0", "ZIP archives (and office documents, which are such)"),
        ("a.docx", None, b"words", "Files whose names end in .docx"),
        ("a.exe", None, b"MZ\x90\x00\x03", "Programs"),
        ("a.txt", None, b"#!/bin/sh\nrm", "Programs"),
        ("a.mp4", None, b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "Audio and video files"),
        ("a.heic", None, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC images"),
        ("a.mp3", None, b"ID3\x04\0\0", "Audio files"),
        ("a.wav", None, b"RIFF\0\0\0\0WAVEfmt ", "Audio and video files"),
        ("a", "video/mp4", b"words", "Files declared to be of this type"),
        ("a", None, b"\x01\x02\0\x03", "Files of an unknown kind"),
    ],
)
async def test_other_types_are_refused_with_what_is_taken(
    desk: Desk, name: str, declared: str | None, content: bytes, what: str
) -> None:
    refused = await desk.refuses(name, content, declared)
    assert isinstance(refused, FileTypeRefused)
    assert refused.detail.startswith(f"{what} are not taken.")
    assert "Taken are JPEG, PNG, " in refused.detail
    assert "image/avif" in refused.facts["accepted"]


async def test_refusals_are_of_the_two_kinds_that_the_page_names(desk: Desk) -> None:
    assert ((await desk.refuses("a.txt", b"")).status, FileRefused.code) == (422, "file_refused")
    assert (await desk.refuses("a.svg", b"<svg/>")).status == 415
