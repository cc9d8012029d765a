"""Servers that are broken on purpose: one hears nothing of notices, one never answers."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from urllib.parse import parse_qs, urlsplit

NOTIFICATION = b"A"


@contextmanager
def silent() -> Iterator[int]:
    """Takes connections and says nothing; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@contextmanager
def without_notices(url: str) -> Iterator[str]:
    """The same database through a proxy that loses NotificationResponse, as a pooler does."""
    parts = urlsplit(url)
    where = parse_qs(parts.query)
    path = f"{where['host'][0]}/.s.PGSQL.{where['port'][0]}"
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=_serve, args=(listening, path), daemon=True).start()
        port = listening.getsockname()[1]
        yield f"postgresql://{parts.username}@127.0.0.1:{port}{parts.path}?sslmode=disable"


def _serve(listening: socket.socket, path: str) -> None:
    with suppress(OSError):  # closed by the test
        while True:
            client, _ = listening.accept()
            server = socket.socket(socket.AF_UNIX)
            server.connect(path)
            Thread(target=_pass_on, args=(client, server), daemon=True).start()
            Thread(target=_lose_notices, args=(server, client), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError), source, target:
        while piece := source.recv(65_536):
            target.sendall(piece)


def _lose_notices(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError, EOFError), source, target, source.makefile("rb") as stream:
        while head := stream.read(5):
            rest = stream.read(struct.unpack("!i", head[1:])[0] - 4)
            if head[:1] != NOTIFICATION:
                target.sendall(head + rest)
