"""Headers that keep browsers from doing what nobody meant, made once at start."""

from alcuin.kit.http.settings import HttpSettings

Headers = list[tuple[bytes, bytes]]

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
TWO_YEARS = "max-age=63072000; includeSubDomains"


def for_data() -> str:
    """Content-Security-Policy of JSON: nothing in it is ever to be run or framed."""
    return "default-src 'none'; frame-ancestors 'none'"


def for_pages(settings: HttpSettings) -> str:
    """Content-Security-Policy of pages: ours alone, images and frames of named hosts."""
    images = " ".join(["'self'", "data:", *_origins(settings.image_hosts)])
    frames = " ".join(_origins(settings.video_hosts)) or "'none'"
    return "; ".join(
        [
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src {images}",
            f"media-src {images}",
            f"frame-src {frames}",
            "connect-src 'self'",
            "form-action 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def security_headers(settings: HttpSettings, policy: str) -> Headers:
    """What every answer carries, with the policy of its kind."""
    headers = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "permissions-policy": PERMISSIONS,
        "cross-origin-opener-policy": "same-origin",
    }
    if settings.hsts and settings.secure and settings.environment == "production":
        headers["strict-transport-security"] = TWO_YEARS
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _origins(hosts: tuple[str, ...]) -> list[str]:
    return [host if "://" in host else f"https://{host}" for host in hosts]
