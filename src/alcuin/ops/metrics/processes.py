"""Memory and processor time of a process, as Linux tells them in /proc; elsewhere nothing."""

import os
from pathlib import Path

import msgspec

_UTIME, _STIME = 11, 12
"""Fields of /proc/PID/stat behind the name, which may hold spaces (proc_pid_stat(5))."""


class Usage(msgspec.Struct, frozen=True):
    """What a process takes."""

    resident_bytes: int
    proportional_bytes: int
    cpu_seconds: float


def usage(pid: int) -> Usage | None:
    """None where the process is gone or the system does not say."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        shares = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return None
    ticks = int(fields[_UTIME]) + int(fields[_STIME])
    return Usage(
        resident_bytes=pages * os.sysconf("SC_PAGE_SIZE"),
        proportional_bytes=int(shares.partition("\nPss:")[2].split(maxsplit=1)[0]) * 1_024,
        cpu_seconds=ticks / os.sysconf("SC_CLK_TCK"),
    )
