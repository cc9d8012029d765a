"""Processes that are forks of ours: all that was imported is theirs at once, in memory they share.

Only a process without threads and without a running event loop may fork: what another thread
holds at that moment would stay held in the fork for ever.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress

import structlog

PAUSE_SECONDS = 1.0
STANDARD = 3
"""The first descriptor behind standard input, output and errors."""

_TOLD = {signal.SIGTERM, signal.SIGINT}
_LOOK_SECONDS = 0.02

log = structlog.get_logger("alcuin.processes")

Task = Callable[[], None]


class Fork:
    """A fork that is kept running, once a second at most, until it is asked to stop."""

    def __init__(self, name: str, task: Task, keep: Sequence[int]) -> None:
        self._name = name
        self._task = task
        self._keep = keep
        self._started_at = 0.0
        self._pid: int | None = None
        self.code: int | None = None

    @property
    def is_running(self) -> bool:
        if self._pid is not None:
            ended, status = os.waitpid(self._pid, os.WNOHANG)
            if ended:
                self._pid, self.code = None, os.waitstatus_to_exitcode(status)
        return self._pid is not None

    def keep_running(self) -> None:
        """Fork it if it does not run."""
        if self.is_running or time.monotonic() - self._started_at < PAUSE_SECONDS:
            return
        if self.code is not None:
            log.warning("child_ended", child=self._name, code=self.code)
        self._started_at = time.monotonic()
        self._pid = _forked(self._task, self._keep)

    def ask_to_stop(self) -> None:
        if self.is_running and self._pid is not None:
            os.kill(self._pid, signal.SIGTERM)

    def wait(self, until: float) -> None:
        """Wait for its end, and enforce it at `until` of the monotonic clock."""
        while self.is_running and time.monotonic() < until:
            time.sleep(_LOOK_SECONDS)
        if self.is_running and self._pid is not None:
            log.error("child_killed", child=self._name)
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
            self._pid = None


def answered_by_fork(task: Callable[[], str]) -> str:
    """What a task answers, run in a fork: what it imported and allocated goes with it.

    Empty where the fork died.
    """
    hears, says = os.pipe()

    def answer() -> None:
        with os.fdopen(says, "w") as told:
            told.write(task())

    pid = _forked(answer, [says])
    os.close(says)
    with os.fdopen(hears) as heard:
        said = heard.read()
    os.waitpid(pid, 0)
    return said


def _forked(task: Task, keep: Sequence[int]) -> int:
    """Fork, and run the task there. Signals wait until the fork has forgotten our handlers."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _TOLD)
    try:
        pid = os.fork()
        if pid:
            return pid
        os._exit(_lived(task, keep, before))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _lived(task: Task, keep: Sequence[int], mask: set[int | signal.Signals]) -> int:
    try:
        # A session of its own: Ctrl-C in the terminal is for the parent, who stops all in order.
        os.setsid()
        for told in _TOLD:
            signal.signal(told, signal.SIG_DFL)
        _close_all_but(keep)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        task()
    except SystemExit as asked:
        return asked.code if isinstance(asked.code, int) else 1
    except BaseException:  # noqa: BLE001  the end of a process: said, and answered by its code
        traceback.print_exc()
        return 1
    finally:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
    return 0


def _close_all_but(keep: Sequence[int]) -> None:
    """Claims and pipes of the parent end with the parent only where no fork holds them too."""
    low = STANDARD
    for kept in sorted(keep):
        os.closerange(low, kept)
        low = kept + 1
    os.closerange(low, os.sysconf("SC_OPEN_MAX"))
