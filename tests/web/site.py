"""The whole product on a free port, with a worker, for a browser to visit."""

import asyncio
import email
import email.policy
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import uvicorn

from alcuin import identity
from alcuin.app.application import application
from alcuin.app.parts import Parts, put_together
from alcuin.app.settings import read_settings
from alcuin.kit.db import Database
from alcuin.kit.worker import run_worker
from tests.drills.practice import eventually

PASSWORD = "quiet harbour 17"


class Site:
    """What a visitor and the operator of an empty installation have."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.url = parts.settings.public_url
        self.client = httpx.AsyncClient(base_url=self.url)

    async def post(self, path: str, **body: str) -> httpx.Response:
        return await self.client.post(f"/api/auth/{path}", json=body)

    async def sign_in(self, address: str, password: str) -> httpx.Response:
        return await self.post("login", email=address, password=password)

    async def first_link(self) -> str:
        """What `alcuin serve` prints on an empty database."""
        async with self.parts.database.transaction() as conn:
            link = await identity.issue_first_administrator_link(conn, self.parts.signer, self.url)
        assert link
        return link

    async def register(self, address: str) -> str:
        """Register; gives the link of the letter."""
        answer = await self.post("register", email=address, name="Ada Lovelace", password=PASSWORD)
        assert answer.status_code == 202, answer.text
        return await self.link_of_letter()

    async def forget(self, address: str) -> str:
        """Ask for a new password; gives the link of the letter."""
        answer = await self.post("forgot-password", email=address)
        assert answer.status_code == 202, answer.text
        return await self.link_of_letter()

    async def link_of_letter(self) -> str:
        """The link in the one letter that the worker puts into the mail folder."""
        folder = self.parts.settings.data_dir / "mail"
        await eventually(lambda: _whole(folder))
        (file,) = folder.glob("*.eml")
        letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        file.unlink()
        body = letter.get_body(("plain",))
        found = body and re.search(rf"{re.escape(self.url)}/\S+", body.get_content())
        assert found
        return found[0]


def _whole(folder: Path) -> bool:
    return any(file.stat().st_size for file in folder.glob("*.eml"))


@asynccontextmanager
async def running_site(database: Database, database_url: str, folder: Path) -> AsyncIterator[Site]:
    """Serve and work until the block ends."""
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        # The protocol is named: without it asyncio leaves Nagle's algorithm on, 40 ms an answer.
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        settings = read_settings(
            {
                "ALCUIN_PORT": str(listening.getsockname()[1]),
                "ALCUIN_DATA_DIR": str(folder),
                "ALCUIN_DATABASE_URL": database_url,
                "ALCUIN_LIMITS": "off",
            }
        )
        parts, stop = put_together(settings, database), asyncio.Event()
        jobs = identity.jobs(parts.signer, parts.mail, settings.public_url)
        server = uvicorn.Server(_config(parts))
        site = Site(parts)
        async with asyncio.TaskGroup() as group:
            group.create_task(server.serve(sockets=[listening]))
            group.create_task(
                run_worker(database, database_url, stop, readers=[], jobs=jobs, crons=[])
            )
            try:
                async with site.client:
                    yield site
            finally:
                server.should_exit = True
                stop.set()


def _config(parts: Parts) -> uvicorn.Config:
    return uvicorn.Config(
        application(parts),
        ws="none",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
