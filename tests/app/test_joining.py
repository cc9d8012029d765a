"""Answers leave in one packet where they are made at one go."""

import asyncio
from typing import Any

from alcuin.app.joining import TOGETHER, Joining


class Wire(asyncio.Transport):
    """What would have been sent, write by write."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.ended = ""

    def write(self, data: Any) -> None:
        self.sent.append(bytes(data))

    def is_closing(self) -> bool:
        return bool(self.ended)

    def close(self) -> None:
        self.ended = "closed"

    def abort(self) -> None:
        self.ended = "aborted"


def joined() -> tuple[Wire, Joining]:
    wire = Wire()
    return wire, Joining(wire, asyncio.get_running_loop())


async def test_a_head_and_its_body_leave_together() -> None:
    wire, transport = joined()
    for said in (b"head", b"body", b"second head", b"second body"):
        transport.write(said)
    assert wire.sent == [b"headbody", b"second headsecond body"]
    await asyncio.sleep(0)
    assert len(wire.sent) == 2


async def test_a_head_whose_body_is_to_come_waits_for_nobody() -> None:
    wire, transport = joined()
    transport.write(b"head")
    await asyncio.sleep(0)
    assert wire.sent == [b"head"]
    transport.write(b"part")
    transport.write(b"")
    await asyncio.sleep(0)
    assert wire.sent == [b"head", b"part"]


async def test_a_long_body_is_not_copied() -> None:
    wire, transport = joined()
    body = b"x" * TOGETHER
    transport.write(b"head")
    transport.write(body)
    assert wire.sent == [b"head", body]


async def test_what_was_written_leaves_before_the_connection_closes() -> None:
    wire, transport = joined()
    transport.write(b"head")
    transport.close()
    assert (wire.sent, wire.ended) == ([b"head"], "closed")


async def test_nothing_leaves_an_aborted_connection() -> None:
    wire, transport = joined()
    transport.write(b"head")
    transport.abort()
    await asyncio.sleep(0)
    assert (wire.sent, wire.ended) == ([], "aborted")


async def test_nothing_is_sent_to_who_has_gone() -> None:
    wire, transport = joined()
    transport.write(b"head")
    wire.ended = "by the client"
    await asyncio.sleep(0)
    assert wire.sent == []
