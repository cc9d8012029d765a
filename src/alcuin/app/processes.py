"""The process group: web processes on one socket, a job worker, and their parent.

The parent holds the embedded PostgreSQL, so it stops last. A child that dies is started
again after a pause; SIGTERM and SIGINT let requests and jobs finish first.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from types import FrameType

import structlog

from alcuin.app.inheritance import for_child
from alcuin.app.settings import Settings
from alcuin.app.urls import Urls

GRACE_SECONDS = 20
"""What requests and jobs under way have, once told to stop."""

BACKLOG = 2_048
PAUSE_SECONDS = 1.0
LOOK_SECONDS = 0.2

log = structlog.get_logger("alcuin.processes")


class PortTaken(Exception):
    """Another program listens there already; set ALCUIN_PORT to another port."""


class Child:
    """A process that is kept running."""

    def __init__(self, module: str, told: bytes, *descriptors: int) -> None:
        self._command = [sys.executable, "-m", module, *map(str, descriptors)]
        self._told = told
        self._descriptors = descriptors
        self._started_at = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def keep_running(self) -> None:
        """Start it if it does not run; at most once a second."""
        if self.process and self.process.poll() is None:
            return
        if time.monotonic() - self._started_at < PAUSE_SECONDS:
            return
        if self.process:
            log.warning("child_ended", command=self._command[2], code=self.process.returncode)
        self._started_at = time.monotonic()
        # A session of its own: Ctrl-C in the terminal is for the parent, who stops all in order.
        self.process = subprocess.Popen(  # noqa: S603  our own module
            self._command,
            stdin=subprocess.PIPE,
            pass_fds=self._descriptors,
            start_new_session=True,
        )
        stdin = self.process.stdin
        if stdin:
            with suppress(BrokenPipeError), stdin:  # it may have died already
                stdin.write(self._told)

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Wait for its end, and enforce it at `until`."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.exception("child_killed", command=self._command[2])
            self.process.kill()
            self.process.wait()


def serve(settings: Settings, urls: Urls) -> None:
    """Run the group until SIGTERM or SIGINT. Raises PortTaken."""
    listening = _listen(settings.host, settings.port)
    lifeline, held = os.pipe()
    told = for_child(settings, urls)
    children = [
        Child("alcuin.app.web_process", told, listening.fileno(), lifeline)
        for _ in range(settings.workers)
    ]
    children.append(Child("alcuin.app.worker_process", told, lifeline))
    try:
        _until_told(children)
    finally:
        # First: whom nobody will let in is refused at once and not kept waiting.
        listening.close()
        _stop(children)
        os.close(held)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as fault:
        raise PortTaken(f"{host}:{port}: {fault.strerror}. {PortTaken.__doc__}") from fault
    listening.listen(BACKLOG)
    return listening


def _until_told(children: list[Child]) -> None:
    told = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal told
        told = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        while not told:
            for child in children:
                child.keep_running()
            time.sleep(LOOK_SECONDS)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(children: list[Child]) -> None:
    until = time.monotonic() + GRACE_SECONDS + 5
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait(until)
