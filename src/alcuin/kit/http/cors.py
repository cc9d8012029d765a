"""Cross-origin calls: only from origins that the settings name, and none by default."""

from alcuin.kit.http.security import Headers

METHODS = b"GET, POST, PUT, DELETE, PATCH"
ALLOWED = b"authorization, content-type, idempotency-key, if-match, if-none-match"
EXPOSED = b"etag, location, ratelimit, ratelimit-policy, retry-after, x-request-id"
PREFLIGHT_SECONDS = b"600"


class Cors:
    """Answers browsers that ask whether a page of another origin may call."""

    def __init__(self, origins: tuple[str, ...]) -> None:
        self._origins = frozenset(origin.rstrip("/").encode() for origin in origins)

    def headers(self, origin: bytes | None) -> Headers:
        """What to add to an answer. Vary stands there for every origin, or caches mix them."""
        if not self._origins:
            return []
        if origin not in self._origins or origin is None:
            return [(b"vary", b"origin")]
        return [
            (b"vary", b"origin"),
            (b"access-control-allow-origin", origin),
            (b"access-control-allow-credentials", b"true"),
            (b"access-control-expose-headers", EXPOSED),
        ]

    def preflight(self, origin: bytes) -> Headers:
        """What a preflight is answered; without Allow-Origin the browser refuses the call."""
        if origin not in self._origins:
            return []
        return [
            (b"access-control-allow-methods", METHODS),
            (b"access-control-allow-headers", ALLOWED),
            (b"access-control-max-age", PREFLIGHT_SECONDS),
        ]
