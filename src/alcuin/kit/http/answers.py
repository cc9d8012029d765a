"""Answers as bytes, in the encoding the client takes: ETag by encoding, Vary always."""

import gzip as gzip_format
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeAlias, TypeVar

from alcuin.kit.http.visit import Receive, Scope, Send, visit_of

T = TypeVar("T")
Packed: TypeAlias = bytes | Callable[[], bytes]

JSON = "application/json"
HTML = "text/html; charset=utf-8"
PRIVATE = "no-store"
WORTH_COMPRESSING = 1_024
"""Bytes: less fits into one packet anyway."""

LEVEL = 1
"""Levels above 1 cost twice the time for a tenth of the size on our JSON."""

NOT_MODIFIED = 304
_COMPRESSIBLE = ("application/json", "application/problem+json", "text/", "image/svg+xml")


class Response(Generic[T]):
    """An encoded answer; T is the shape that was encoded, for the API reference.

    `etag` is bare text without quotes. `gzip` is the compressed body, or what makes and
    keeps it, where it is the same for many; otherwise it is made anew for a client that
    takes it. A revision's tag serves If-Match alone: the answer shows more than the tag
    stands for, so it is never called unchanged.
    """

    __slots__ = ("body", "etag", "gzip", "headers", "is_revision", "status")

    def __init__(
        self,
        body: bytes,
        *,
        status: int = 200,
        media_type: str = JSON,
        etag: str | None = None,
        gzip: Packed | None = None,
        cache_control: str = PRIVATE,
        is_revision: bool = False,
    ) -> None:
        self.is_revision = is_revision
        self.body = body
        self.status = status
        self.etag = etag
        self.gzip = gzip
        self.headers = [
            (b"content-type", media_type.encode()),
            (b"cache-control", cache_control.encode()),
            (b"vary", b"accept-encoding"),
        ]

    def set_header(self, name: str, value: str) -> None:
        """Add a header; cookies may be added several times."""
        self.headers.append((name.encode(), value.encode()))

    def to_asgi_response(self, **_asked: Any) -> "Response[T]":  # Any: Litestar's arguments
        """Be an answer to Litestar's error handling too."""
        return self

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  ASGI, called by name
        asked = visit_of(scope).headers
        body, encoding = self._encoded(asked.get(b"accept-encoding"))
        headers, status = self.headers, self.status
        if self.etag is not None:
            tag = f'"{self.etag}-{encoding}"' if encoding else f'"{self.etag}"'
            headers = [*headers, (b"etag", tag.encode())]
            known = asked.get(b"if-none-match")
            may_be_known = known and scope["method"] == "GET" and not self.is_revision
            if known and may_be_known and is_among(tag, known):
                status, body = NOT_MODIFIED, b""
        if status != NOT_MODIFIED:
            headers = [*headers, (b"content-length", b"%d" % len(body))]
            if encoding:
                headers.append((b"content-encoding", b"gzip"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _encoded(self, accepted: bytes | None) -> tuple[bytes, str]:
        if accepted and takes_gzip(accepted):
            if self.gzip is not None:
                return (self.gzip if isinstance(self.gzip, bytes) else self.gzip()), "gzip"
            if len(self.body) >= WORTH_COMPRESSING and self._is_compressible():
                return gzip_format.compress(self.body, LEVEL, mtime=0), "gzip"
        return self.body, ""

    def _is_compressible(self) -> bool:
        return self.headers[0][1].decode().startswith(_COMPRESSIBLE)


def prepared(
    _request: object,
    body: bytes,
    gzip: Packed | None,
    etag: str,
    cache_control: str,
    *,
    media_type: str = JSON,
) -> Response[Any]:  # Any: the shape was encoded elsewhere
    """Answer with bytes made beforehand; 304 where the client has this encoding of them."""
    return Response(body, media_type=media_type, etag=etag, gzip=gzip, cache_control=cache_control)


@lru_cache(256)
def takes_gzip(accepted: bytes) -> bool:
    """Whether Accept-Encoding names gzip with a weight above 0 (RFC 9110, 12.5.3)."""
    found = re.search(rb"(?:^|[,\s])gzip\s*(?:;\s*q\s*=\s*([01](?:\.\d*)?))?\s*(?:,|$)", accepted)
    return found is not None and (found[1] is None or float(found[1]) > 0)


def is_among(tag: str, header: bytes) -> bool:
    """Whether an If-None-Match or If-Match list names `tag`, weakened or not (RFC 9110, 13.1)."""
    named = [part.strip() for part in header.decode("latin-1").split(",")]
    return "*" in named or any(part.removeprefix("W/") == tag for part in named)
