"""One workload measured: what was answered, how fast, and what each side spent on it."""

from collections.abc import Callable

import msgspec

from bench.driver import Address, Load, drive
from bench.processes import cost_of, machine_busy_seconds, memory_mib
from bench.workloads import Workload


class Plan(msgspec.Struct, frozen=True):
    """How long and how hard."""

    seconds: float = 10.0
    warmup_seconds: float = 4.0
    connections: int = 32


class System(msgspec.Struct, frozen=True):
    """What is measured: where it listens and the roots of its two process trees."""

    address: Address
    server_pid: int
    postgres_pid: int


class Measurement(msgspec.Struct, frozen=True):
    """One line of the table. `*_ms` is processor time a request; times are milliseconds."""

    workload: str
    requests_per_second: float
    p50: float
    p95: float
    p99: float
    errors: int
    server_ms: float
    postgres_ms: float
    client_ms: float
    others_seconds: float
    kilobytes: float
    server_mib: float
    worker_seconds: list[float]


def measure(
    workload: Workload, system: System, plan: Plan, before_measuring: Callable[[], None]
) -> Measurement:
    """Warm up, call `before_measuring` (a checkpoint), then measure."""
    _drive(workload, system, plan, plan.warmup_seconds)
    before_measuring()
    busy = machine_busy_seconds()
    server, postgres = cost_of(system.server_pid), cost_of(system.postgres_pid)
    load = _drive(workload, system, plan, plan.seconds)
    server_now, postgres_now = cost_of(system.server_pid), cost_of(system.postgres_pid)
    spent = (server_now.seconds - server.seconds, postgres_now.seconds - postgres.seconds)
    others = machine_busy_seconds() - busy - sum(spent) - load.client_cpu_seconds
    each = [s - server.per_process.get(pid, 0.0) for pid, s in server_now.per_process.items()]
    total = sum(load.answers.values())
    good = load.answers.get(workload.expected, 0)

    def per_request(seconds: float) -> float:
        return round(seconds * 1000 / max(1, total), 3)

    return Measurement(
        workload=workload.name,
        requests_per_second=round(good / load.seconds, 1),
        p50=load.p50,
        p95=load.p95,
        p99=load.p99,
        errors=total - good + load.broken,
        server_ms=per_request(spent[0]),
        postgres_ms=per_request(spent[1]),
        client_ms=per_request(load.client_cpu_seconds),
        others_seconds=round(max(0.0, others), 2),
        kilobytes=round(load.bytes_received / max(1, total) / 1000, 1),
        server_mib=round(memory_mib(system.server_pid)),
        worker_seconds=sorted((round(s, 2) for s in each if s > 0.05), reverse=True),
    )


def _drive(workload: Workload, system: System, plan: Plan, seconds: float) -> Load:
    return drive(system.address, workload.requests, connections=plan.connections, seconds=seconds)
