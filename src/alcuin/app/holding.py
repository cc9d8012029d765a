"""The database held by a process of its own, beside the one that serves.

It starts PostgreSQL while the other imports, keeps the claim and the thread that looks after
the server out of a process that forks, and stops the server last: after everybody who has its
pipe open, even when the others were killed.
"""

import os
import signal
from collections.abc import Callable

import msgspec

from alcuin.app.forks import Fork
from alcuin.app.settings import Settings
from alcuin.app.urls import Urls, databases
from alcuin.ops.embedded import EmbeddedRefusal


class Told(msgspec.Struct, frozen=True):
    """What the holder says, once: where the database is, or why there is none."""

    urls: Urls | None = None
    refusal: str = ""


class Held:
    """The database, being started."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._hears, self._says = os.pipe()
        self._until, self.lease = os.pipe()
        self._first = Fork("database", self._start, [self._says, self._until])
        self._next = Fork("database", self._hold, [self._until])
        self._first.keep_running()
        os.close(self._says)

    def urls(self) -> Urls:
        """Where it is, once it is there. Raises EmbeddedRefusal."""
        with os.fdopen(self._hears, "rb") as hears:
            told = msgspec.json.decode(hears.read() or b"{}", type=Told)
        if told.urls is None:
            raise EmbeddedRefusal(told.refusal or "The process that starts PostgreSQL has died.")
        return told.urls

    def keep_running(self) -> None:
        """Hold it anew where the holder died; the server itself goes on meanwhile."""
        if not self._first.is_running:
            self._next.keep_running()

    def let_go(self, until: float) -> None:
        """Nobody of us needs it any more; wait for its end, and enforce it at `until`."""
        os.close(self.lease)
        self._first.wait(until)
        self._next.wait(until)
        os.close(self._until)

    def _start(self) -> None:
        try:
            self._hold(self._tell)
        except EmbeddedRefusal as refusal:
            self._tell(Told(refusal=str(refusal)))

    def _hold(self, tell: Callable[[Told], None] | None = None) -> None:
        # Whoever stops a group by signalling each process stops us last nevertheless.
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, signal.SIG_IGN)
        with databases(self._settings) as urls:
            if tell:
                tell(Told(urls=urls))
            os.read(self._until, 1)

    def _tell(self, said: Told) -> None:
        with os.fdopen(self._says, "wb") as says:
            says.write(msgspec.json.encode(said))
