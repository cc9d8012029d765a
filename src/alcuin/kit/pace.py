"""How slowly something may arrive."""

import msgspec


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """Silent for so long at most, and so much on the whole."""

    grace_seconds: float = 30.0
    bytes_per_second: float = 10_000.0
    linger_seconds: float = 2.0
    """How long more is taken from whom is refused already: who is cut off while sending loses
    the answer that says why (RFC 9112, 9.6)."""
