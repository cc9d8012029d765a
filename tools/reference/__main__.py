"""`python -m tools.reference`: writes every page that is made of the code.

First the OpenAPI snapshot and the refusals, then what is read from them. For the indexes a
PostgreSQL is started and migrated.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from alcuin.app.schema import migrate
from alcuin.ops.embedded import Tuning, running
from tools import openapi, refusals
from tools.reference import indexes, pages

SCRATCH = Path(tempfile.gettempdir(), f"alcuin-reference-{os.getuid()}")
DATABASE = "reference"


def main() -> int:
    openapi.main()
    refusals.main()
    for name, text in pages.of_document(openapi.document()).items():
        (pages.FOLDER / name).write_text(text)
    with running(SCRATCH, tuning=Tuning(durable=False)) as server:
        text = asyncio.run(_indexes(server.admin_url))
    (pages.FOLDER / indexes.NAME).write_text(text)
    return 0


async def _indexes(admin_url: str) -> str:
    """The page, of a database that holds nothing but the newest schema."""
    admin = await asyncpg.connect(admin_url)
    await admin.execute(f"drop database if exists {DATABASE} with (force)")
    await admin.execute(f"create database {DATABASE}")
    url = urlunsplit(urlsplit(admin_url)._replace(path=f"/{DATABASE}"))
    await migrate(url)
    raw = await asyncpg.connect(url)
    try:
        return indexes.page(await indexes.kept(raw))
    finally:
        await raw.close()
        await admin.close()


if __name__ == "__main__":
    sys.exit(main())
