"""What the HTTP edge is told by the settings, and nothing else."""

from typing import Literal

import msgspec

from alcuin.kit.limits import Rates


class HttpSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Frozen when the process starts."""

    public_url: str
    """Scheme, host and port that people type."""

    secret_key: bytes
    """Seals cursors; the same in every worker."""

    previous_secret_key: bytes | None = None
    """Opens cursors that were sealed before the key was changed."""

    environment: Literal["development", "production", "test"] = "production"
    cors_origins: tuple[str, ...] = ()
    """Origins of other front ends that may call with credentials."""

    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks whose X-Forwarded-For and -Proto are believed."""

    video_hosts: tuple[str, ...] = ()
    """Hosts whose frames pages may show."""

    image_hosts: tuple[str, ...] = ()
    """Hosts whose images pages may show."""

    hsts: bool = True
    """Have browsers insist on https; only ever sent for an https URL in production."""

    body_limit: int = 10_000_000
    """Bytes of a request body."""

    rates: Rates | None = None
    """Limits of requests; None turns them off."""

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")
