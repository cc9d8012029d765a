"""`python -m tools.openapi`: writes tests/docs/openapi.json, so that a change of the API shows.

The application describes itself, and no database is asked for it. What a client relies on
is kept: operations, parameters, bodies, answers, codes of refusals. Examples are left out.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx
import msgspec

from alcuin.app.application import application
from alcuin.app.parts import put_together
from alcuin.app.settings import read_settings
from alcuin.kit.db import Database

FILE = Path("tests/docs/openapi.json")
SAID_OTHERWISE = {"example", "examples", "version"}
REFUSED = "400"


def snapshot() -> str:
    """The document as text, keys in order."""
    encoded = msgspec.json.encode(document(), order="sorted")
    return msgspec.json.format(encoded).decode() + "\n"


def document() -> Any:  # Any: JSON
    """That of the product with default settings, reduced."""
    with tempfile.TemporaryDirectory() as folder:
        parts = put_together(read_settings({"ALCUIN_DATA_DIR": folder}), Database(None, {}))
        answer = asyncio.run(_asked(httpx.ASGITransport(application(parts)), parts.settings.port))
    return _reduced(answer.raise_for_status().json())


async def _asked(transport: httpx.ASGITransport, port: int) -> httpx.Response:
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(transport=transport, base_url=url) as client:
        return await client.get("/api/openapi.json")


def _reduced(value: Any) -> Any:  # Any: JSON, as all below
    if isinstance(value, list):
        return [_reduced(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {name: item for name, item in value.items() if name not in SAID_OTHERWISE}
    return {name: _answer(name, item) for name, item in kept.items()}


def _answer(name: str, value: Any) -> Any:
    """A refusal is its codes; everything else is itself."""
    if name.isdigit() and name >= REFUSED:
        return value["description"].splitlines()
    return _reduced(value)


def main() -> int:
    FILE.write_text(snapshot())
    return 0


if __name__ == "__main__":
    sys.exit(main())
