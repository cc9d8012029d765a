"""`GET /metrics` for who knows the token; for everybody else the address does not exist.

It stands before the gate: Prometheus asks by an internal name, and its requests are neither
limited, logged nor counted. Without the token everything goes on to the gate, whose 404 is
that of any unknown address.
"""

import hmac
import zlib
from collections.abc import Awaitable, Callable

from alcuin.kit.http.answers import takes_gzip
from alcuin.kit.http.visit import AsgiApp, Receive, Scope, Send
from alcuin.ops.metrics.text import MEDIA_TYPE

PATH = "/metrics"


class MetricsDoor:
    """An ASGI application around another."""

    def __init__(self, inner: AsgiApp, token: str, page: Callable[[], Awaitable[bytes]]) -> None:
        self._inner = inner
        self._said = f"Bearer {token}".encode()
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == PATH and self._opens(scope):
            await self._answer(scope, send)
        else:
            await self._inner(scope, receive, send)

    def _opens(self, scope: Scope) -> bool:
        given = dict(scope["headers"]).get(b"authorization", b"")
        return scope["method"] == "GET" and hmac.compare_digest(given, self._said)

    async def _answer(self, scope: Scope, send: Send) -> None:
        body = await self._page()
        headers = [(b"content-type", MEDIA_TYPE.encode()), (b"cache-control", b"no-store")]
        if takes_gzip(dict(scope["headers"]).get(b"accept-encoding", b"")):
            body = zlib.compress(body, 1, wbits=31)
            headers.append((b"content-encoding", b"gzip"))
        headers.append((b"content-length", b"%d" % len(body)))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})
