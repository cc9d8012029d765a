"""What a process and its descendants cost: processor time and memory."""

from pathlib import Path

import msgspec
import psutil


class Cost(msgspec.Struct, frozen=True):
    """User and system seconds of a process tree, those of its reaped children included."""

    seconds: float
    per_process: dict[int, float]


def cost_of(root: int) -> Cost:
    """Processor time of the tree under `root` so far."""
    each = {process.pid: _seconds(process) for process in _tree(root)}
    return Cost(sum(each.values()), each)


def memory_mib(root: int) -> float:
    """Memory of the tree under `root`; what processes share is counted once (PSS)."""
    return float(sum(_shared_out(process) for process in _tree(root)) / 2**20)


def machine_busy_seconds() -> float:
    """Processor seconds spent by anybody on this machine, waiting left out."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - times.iowait - times.guest - times.guest_nice)


def postmaster_of(data_dir: Path) -> int:
    """Pid of the PostgreSQL server that runs on `data_dir`."""
    return int((data_dir / "postmaster.pid").read_text().split()[0])


def _tree(root: int) -> list[psutil.Process]:
    process = psutil.Process(root)
    return [process, *process.children(recursive=True)]


def _seconds(process: psutil.Process) -> float:
    try:
        spent = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(spent.user + spent.system + spent.children_user + spent.children_system)


def _shared_out(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0
