"""Every setting, read once from the environment into one frozen object.

Names carry the prefix `ALCUIN_`; `docs/reference/settings.md` documents each and a
test compares the two.
"""

import ipaddress
import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from alcuin.adapters.s3_files import bucket_of
from alcuin.ops.embedded import default_data_dir, make_data_dir

ENVIRONMENTS = ("development", "production")
SECRET_LENGTH = 32


class SettingRefused(Exception):
    """A setting is missing or unusable; the text says which and what was expected."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator decides. Field `public_url` is the variable `ALCUIN_PUBLIC_URL`."""

    env: str
    data_dir: Path
    host: str
    port: int
    public_url: str
    workers: int
    secret_key: str
    previous_secret_key: str | None
    database_url: str | None
    database_admin_url: str | None
    database_direct_url: str | None
    pool_size: int
    trusted_proxies: tuple[str, ...]
    cors_origins: tuple[str, ...]
    video_hosts: tuple[str, ...]
    image_hosts: tuple[str, ...]
    limits: str
    limit_anonymous: int
    limit_signed_in: int
    shared_networks: tuple[str, ...]
    release_cache_mb: int
    metrics_token: str | None
    media_file_mb: int
    media_person_mb: int
    media_course_mb: int
    media_url: str | None
    media_s3_endpoint: str | None
    media_s3_region: str
    media_s3_key_id: str | None
    media_s3_secret: str | None
    smtp_url: str | None
    mail_from: str
    log_level: str

    @property
    def is_development(self) -> bool:
        return self.env == "development"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the environment. Raises SettingRefused naming the variable and what was expected.

    A line for each setting, however many there are: this is where one looks them up.
    """
    take = _Reader(environ)
    env = take("ENV", "development", one_of(*ENVIRONMENTS))
    data_dir = take(
        "DATA_DIR", str(default_data_dir(environ)), lambda text: Path(text).expanduser()
    )
    host, port = take("HOST", "127.0.0.1", str), take("PORT", "8000", number(1, 65535))
    settings = Settings(
        env=env,
        data_dir=data_dir,
        host=host,
        port=port,
        public_url=take("PUBLIC_URL", f"http://{host}:{port}", url("http", "https")),
        workers=take("WORKERS", "2", number(1, 64)),
        secret_key=take("SECRET_KEY", "", str) or _development_secret(env, data_dir),
        previous_secret_key=take("PREVIOUS_SECRET_KEY", "", str) or None,
        database_url=take("DATABASE_URL", "", str) or None,
        database_admin_url=take("DATABASE_ADMIN_URL", "", str) or None,
        database_direct_url=take("DATABASE_DIRECT_URL", "", str) or None,
        pool_size=take("POOL_SIZE", "10", number(2, 200)),
        trusted_proxies=take("TRUSTED_PROXIES", "", listed(_network)),
        cors_origins=take("CORS_ORIGINS", "", listed(url("http", "https"))),
        video_hosts=take("VIDEO_HOSTS", "www.youtube-nocookie.com,player.vimeo.com", listed(_host)),
        image_hosts=take("IMAGE_HOSTS", "", listed(_host)),
        limits=take("LIMITS", "on", one_of("on", "off")),
        limit_anonymous=take("LIMIT_ANONYMOUS", "100", number(1, 10_000_000)),
        limit_signed_in=take("LIMIT_SIGNED_IN", "1000", number(1, 10_000_000)),
        shared_networks=take("SHARED_NETWORKS", "", listed(_network)),
        release_cache_mb=take("RELEASE_CACHE_MB", "32", number(1, 4096)),
        metrics_token=take("METRICS_TOKEN", "", str) or None,
        media_file_mb=take("MEDIA_FILE_MB", "20", number(1, 1_000)),
        media_person_mb=take("MEDIA_PERSON_MB", "200", number(1, 1_000_000)),
        media_course_mb=take("MEDIA_COURSE_MB", "2000", number(1, 1_000_000)),
        media_url=take("MEDIA_URL", "", _unless_empty(_bucket)),
        media_s3_endpoint=take("MEDIA_S3_ENDPOINT", "", _unless_empty(url("http", "https"))),
        media_s3_region=take("MEDIA_S3_REGION", "us-east-1", str),
        media_s3_key_id=take("MEDIA_S3_KEY_ID", "", str) or None,
        media_s3_secret=take("MEDIA_S3_SECRET", "", str) or None,
        smtp_url=take("SMTP_URL", "", str) or None,
        mail_from=take("MAIL_FROM", "Alcuin <alcuin@localhost>", str),
        log_level=take("LOG_LEVEL", "info", one_of("debug", "info", "warning", "error")),
    )
    _require_known(environ, take.names)
    _require_strong(settings)
    _require_whole_store(settings)
    return settings


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.names: set[str] = set()

    def __call__(self, name: str, default: str, parse: Callable[[str], Any]) -> Any:  # Any: parsed
        self.names.add(f"ALCUIN_{name}")
        text = self._environ.get(f"ALCUIN_{name}", "").strip() or default
        try:
            return parse(text)
        except ValueError as fault:
            raise SettingRefused(f"ALCUIN_{name}={text!r}: {fault}") from fault


def number(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isdigit() or not least <= int(text) <= most:
            raise ValueError(f"expected a whole number from {least} to {most}")
        return int(text)

    return parse


def one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(f"expected one of {', '.join(words)}")
        return text

    return parse


def url(*schemes: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        parts = urlsplit(text)
        if parts.scheme not in schemes or not parts.hostname or parts.path.strip("/"):
            raise ValueError(f"expected {' or '.join(schemes)}://host[:port] without a path")
        return text.rstrip("/")

    return parse


def listed(parse: Callable[[str], str]) -> Callable[[str], tuple[str, ...]]:
    return lambda text: tuple(parse(item.strip()) for item in text.split(",") if item.strip())


def _unless_empty(parse: Callable[[str], str]) -> Callable[[str], str | None]:
    return lambda text: parse(text) if text else None


def _bucket(text: str) -> str:
    bucket_of(text)
    return text


def _network(text: str) -> str:
    return str(ipaddress.ip_network(text, strict=False))


def _host(text: str) -> str:
    if urlsplit(f"//{text}").netloc != text or not text:
        raise ValueError("expected host names, separated by commas")
    return text.lower()


def _development_secret(env: str, data_dir: Path) -> str:
    """In development a key is made once and kept beside the data, for its owner only."""
    if env != "development":
        return ""
    kept = data_dir / "secret-key"
    if not kept.exists():
        make_data_dir(data_dir)
        _write_once(kept, secrets.token_urlsafe(48))
    return kept.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    """Whole or not at all, and not over what another start wrote first. For the owner only."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".") as written:
        written.write(text)
        written.flush()
        with suppress(FileExistsError):
            os.link(written.name, path)


def _require_known(environ: Mapping[str, str], names: set[str]) -> None:
    unknown = sorted(n for n in environ if n.startswith("ALCUIN_") and n not in names)
    if unknown:
        raise SettingRefused(f"{', '.join(unknown)}: no such setting")


def _require_whole_store(settings: Settings) -> None:
    """Refuse half of what a bucket needs; names are said and never values."""
    given = (settings.media_s3_endpoint, settings.media_s3_key_id, settings.media_s3_secret)
    if any(given) and not settings.media_url:
        raise SettingRefused("ALCUIN_MEDIA_URL: expected s3://bucket beside ALCUIN_MEDIA_S3_...")
    if bool(settings.media_s3_key_id) != bool(settings.media_s3_secret):
        raise SettingRefused(
            "ALCUIN_MEDIA_S3_KEY_ID and ALCUIN_MEDIA_S3_SECRET: expected both or neither"
        )


def _require_strong(settings: Settings) -> None:
    """Refuse secrets that can be guessed (GAUNTLET J4)."""
    for name, value in (
        ("SECRET_KEY", settings.secret_key),
        ("PREVIOUS_SECRET_KEY", settings.previous_secret_key),
        ("METRICS_TOKEN", settings.metrics_token),
    ):
        if value is None:
            continue
        if len(value) < SECRET_LENGTH or len(set(value)) < SECRET_LENGTH // 4:
            raise SettingRefused(
                f"ALCUIN_{name}: expected at least {SECRET_LENGTH} characters that nobody can "
                "guess; make one with: "
                "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
    if not settings.is_development and settings.public_url.startswith("http://"):
        host = urlsplit(settings.public_url).hostname
        if host not in ("127.0.0.1", "localhost", "::1"):
            raise SettingRefused("ALCUIN_PUBLIC_URL: expected https outside development")
