"""A closed-loop HTTP/1.1 client on epoll: each connection asks again when its answer is in.

The client shares the machine with what it measures, so it does little: requests are bytes
made beforehand, and of an answer it reads status and Content-Length only. That is why it is
neither an HTTP library nor an event loop.
"""

import gc
import select
import socket
import time
from collections import Counter
from collections.abc import Iterator

import msgspec

Address = tuple[str, int]
RECEIVE_BYTES = 1 << 17
PATIENCE_SECONDS = 30.0


class Load(msgspec.Struct, frozen=True):
    """What came back. Latencies in milliseconds, from the first byte sent to the last received."""

    seconds: float
    answers: dict[int, int]
    broken: int
    bytes_received: int
    client_cpu_seconds: float
    p50: float
    p95: float
    p99: float
    longest: float


class _Caller:
    """One keep-alive connection and the answer it waits for."""

    def __init__(self, address: Address) -> None:
        self.sock = socket.create_connection(address, PATIENCE_SECONDS)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> None:
        self.head, self.received, self.length, self.status = b"", 0, 0, 0
        self.sent_at = time.perf_counter()
        self.sock.sendall(request)

    def is_answered(self) -> bool:
        """Take what has arrived; true when it completes the answer."""
        data = self.sock.recv(RECEIVE_BYTES)
        if not data:
            raise ConnectionResetError
        self.received += len(data)
        if not self.status:
            self.head += data
            if (head := read_head(self.head)) is None:
                return False
            self.status, self.length = head
        return self.received >= self.length


def read_head(data: bytes) -> tuple[int, int] | None:
    """Status and length in bytes, head included, of the answer that begins `data`.

    None while the head is incomplete. An answer without Content-Length has no body (304);
    chunked answers are not understood.
    """
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = data[: end + 2].lower()
    if b"\r\ntransfer-encoding:" in head:
        raise ValueError("the driver reads answers with Content-Length only")
    at = head.find(b"\r\ncontent-length:")
    body = int(head[at + 17 : head.index(b"\r\n", at + 17)]) if at >= 0 else 0
    return int(head[9:12]), end + 4 + body


def drive(address: Address, requests: Iterator[bytes], *, connections: int, seconds: float) -> Load:
    """Send `requests` over `connections` for `seconds`, then wait for what is under way."""
    gc.collect()
    gc.disable()
    cpu, started = time.process_time(), time.perf_counter()
    crowd = _Crowd(address, requests, until=started + seconds)
    try:
        crowd.converse(connections)
    finally:
        gc.enable()
    return crowd.load(time.perf_counter() - started, time.process_time() - cpu)


class _Crowd:
    """The connections of one run and what they have seen so far."""

    def __init__(self, address: Address, requests: Iterator[bytes], until: float) -> None:
        self.address, self.requests, self.until = address, requests, until
        self.poller = select.epoll()
        self.callers: dict[int, _Caller] = {}
        self.statuses: Counter[int] = Counter()
        self.latencies: list[float] = []
        self.bytes_received = 0
        self.broken = 0

    def converse(self, connections: int) -> None:
        for _ in range(connections):
            self._join()
        while self.callers:
            ready = self.poller.poll(PATIENCE_SECONDS)
            for number, _ in ready:
                self._hear(number)
            if not ready:  # nobody was answered for that long: what is open is lost
                self.broken += len(self.callers)
                return

    def _join(self) -> None:
        caller = _Caller(self.address)
        self.callers[caller.sock.fileno()] = caller
        self.poller.register(caller.sock, select.EPOLLIN)
        caller.ask(next(self.requests))

    def _leave(self, number: int) -> None:
        self.poller.unregister(number)
        self.callers.pop(number).sock.close()

    def _hear(self, number: int) -> None:
        caller = self.callers[number]
        try:
            if not caller.is_answered():
                return
            now = time.perf_counter()
            self.statuses[caller.status] += 1
            self.latencies.append(now - caller.sent_at)
            self.bytes_received += caller.received
            if now < self.until:
                caller.ask(next(self.requests))
            else:
                self._leave(number)
        except OSError:
            self._replace(number)

    def _replace(self, number: int) -> None:
        """A connection that the server ended counts as an error; another takes its place."""
        self.broken += 1
        self._leave(number)
        if time.perf_counter() < self.until:
            self._join()

    def load(self, seconds: float, client_cpu_seconds: float) -> Load:
        ordered = sorted(self.latencies) or [0.0]

        def at(share: float) -> float:
            return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 2)

        return Load(
            seconds=seconds,
            answers=dict(self.statuses),
            broken=self.broken,
            bytes_received=self.bytes_received,
            client_cpu_seconds=client_cpu_seconds,
            p50=at(0.50),
            p95=at(0.95),
            p99=at(0.99),
            longest=at(1.0),
        )
