"""A pipe between a process and its children: when the parent ends, however, they hear of it."""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def when_parent_ends(lifeline: int, stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` once the other end of the pipe is closed, which even SIGKILL does."""
    loop = asyncio.get_running_loop()

    def ended() -> None:
        if not os.read(lifeline, 1):
            loop.remove_reader(lifeline)
            stop()

    os.set_blocking(lifeline, False)
    loop.add_reader(lifeline, ended)
    try:
        yield
    finally:
        loop.remove_reader(lifeline)
