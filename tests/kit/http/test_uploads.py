"""Files as bodies: how slowly they may come, and forms that are not as a browser makes them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from alcuin.kit.http.arriving import arriving
from alcuin.kit.http.bodies import ClientGone, TooSlow
from alcuin.kit.http.forms import FormFile, boundary_of
from alcuin.kit.http.visit import Visit
from alcuin.kit.pace import Pace
from alcuin.kit.problems import TooLarge, Unreadable, WrongType

FORM = (
    b'--b\r\ncontent-disposition: form-data; name="file"; filename="a.md"\r\n\r\nabc\r\n--b--\r\n'
)


def _visit(**headers: str) -> Visit:
    said = {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}
    return Visit(None, "POST", said)  # type: ignore[arg-type]  # nobody asks for the house here


def _sending(*chunks: bytes, then: str | None = None) -> Any:
    """A client that sends these, and then `hangs`, `leaves`, or has finished."""
    waiting = list(chunks)

    async def receive() -> dict[str, Any]:
        if waiting:
            chunk = waiting.pop(0)
            return {"type": "http.request", "body": chunk, "more_body": bool(waiting or then)}
        if then == "leaves":
            return {"type": "http.disconnect"}
        await asyncio.Event().wait()
        raise AssertionError

    return receive


async def _read(receive: Any, limit: int = 100, pace: Pace = Pace(), **headers: str) -> bytes:  # noqa: B008  frozen
    return b"".join([chunk async for chunk in arriving(_visit(**headers), receive, limit, pace)])


async def test_a_body_of_no_told_length_is_counted() -> None:
    assert await _read(_sending(b"ab", b"", b"c")) == b"abc"
    with pytest.raises(TooLarge):
        await _read(_sending(b"a" * 60, b"a" * 60))


async def test_what_is_told_of_a_body_refuses_it_unread() -> None:
    with pytest.raises(TooLarge):
        await _read(_sending(then="hangs"), content_length="101")
    with pytest.raises(Unreadable):
        await _read(_sending(then="hangs"), content_length="-1")
    with pytest.raises(WrongType):
        await _read(_sending(then="hangs"), content_encoding="gzip")


async def test_who_falls_silent_or_trickles_is_not_waited_for() -> None:
    pace = Pace(grace_seconds=0.05, bytes_per_second=1_000_000)
    with pytest.raises(TooSlow):
        await _read(_sending(b"a", then="hangs"), pace=pace)

    async def trickle() -> dict[str, Any]:
        await asyncio.sleep(0.001)
        return {"type": "http.request", "body": b"a", "more_body": True}

    with pytest.raises(TooSlow):
        await _read(trickle, 10**9, pace)


async def test_who_sent_much_quickly_still_may_not_fall_silent_for_long() -> None:
    pace = Pace(grace_seconds=0.05, bytes_per_second=1)
    async with asyncio.timeout(5):
        with pytest.raises(TooSlow):
            await _read(_sending(b"a" * 90, then="hangs"), pace=pace)


async def test_who_hangs_up_halfway_is_gone() -> None:
    with pytest.raises(ClientGone):
        await _read(_sending(b"ab", then="leaves"))


async def _of(form: bytes, size: int = 7) -> bytes:
    reading = FormFile("b")

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(form), size):
            yield form[start : start + size]

    return b"".join([piece async for piece in reading.of(chunks())])


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1_000])
async def test_a_file_is_taken_out_of_a_form_wherever_it_is_cut(size: int) -> None:
    assert await _of(FORM, size) == b"abc"
    assert await _of(b"\r\n" + FORM, size) == b"abc"


def _head(lines: bytes) -> bytes:
    return b"--b\r\n" + lines


def _broken() -> list[Any]:
    part = FORM.removesuffix(b"--b--\r\n")
    field = b'content-disposition: form-data; name="file"; filename="a"\r\n'
    cases = {
        "no file": b"--b--\r\n",
        "cut in the file": FORM[:-20],
        "cut before the end": FORM[:-4],
        "two parts": part + FORM,
        "100,000 parts": part * 100_000,
        "a field": _head(b'content-disposition: form-data; name="x"\r\n\r\n1\r\n--b--\r\n'),
        "a giant header": _head(b"x-pad: " + b"a" * 1_000_000),
        "a header without end": _head(b"a" * 1_000_000),
        "many headers": _head(b"x-pad: a\r\n" * 100_000),
        "a giant preamble": b"preamble " * 100_000 + b"\r\n" + FORM,
        "a lying length": _head(field + b"content-length: 99\r\n\r\nabc\r\n--b--\r\n"),
        "bare line ends": FORM.replace(b"\r\n", b"\n"),
        "not utf-8": _head(field.replace(b"a", b"\xff") + b"\r\nabc\r\n--b--\r\n"),
        "not of a form": _head(b"content-disposition: inline\r\n\r\nabc\r\n--b--\r\n"),
        "empty": b"",
    }
    return [pytest.param(form, id=name) for name, form in cases.items()]


@pytest.mark.parametrize("form", _broken())
async def test_no_other_form_is_read_to_its_end(form: bytes) -> None:
    with pytest.raises(Unreadable):
        await _of(form, 65_536)


def test_a_boundary_is_short_and_plain() -> None:
    assert boundary_of("multipart/form-data; boundary=b") == "b"
    assert boundary_of('Multipart/Form-Data; boundary="b c"') == "b c"
    assert boundary_of("image/png") is None
    for wrong in ("", "; boundary=", f"; boundary={'b' * 71}", '; boundary="\xe4"'):
        with pytest.raises(Unreadable):
            boundary_of(f"multipart/form-data{wrong}")
