"""Styles, scripts and icon, each under a name that holds its hash: browsers keep it for ever."""

import hashlib
from importlib.resources import files

import msgspec

from alcuin.kit.http.reference.finished import Finished, finish

FOR_EVER = "public, max-age=31536000, immutable"

_MEDIA_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


class Asset(msgspec.Struct, frozen=True):
    """A file as it is served."""

    path: str
    media_type: str
    made: Finished


def load_assets() -> dict[str, Asset]:
    """Every asset by its plain name, as templates call it."""
    folder = files("alcuin.web") / "static"
    return {file.name: _asset(file.name, file.read_bytes()) for file in folder.iterdir()}


def _asset(name: str, body: bytes) -> Asset:
    stem, _, kind = name.rpartition(".")
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Asset(f"/static/{stem}-{digest}.{kind}", _MEDIA_TYPES[kind], finish(body))
