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

    async def leave(self, address: str) -> str:
        """Sign in and close the account; gives the link of the letter."""
        token = (await self.sign_in(address, PASSWORD)).json()["data"]["accessToken"]
        headers = {"authorization": f"Bearer {token}"}
        assert (await self.client.delete("/api/auth/me", headers=headers)).status_code == 200
        return await self.link_of_letter()

    async def move(self, address: str, new: str) -> dict[str, str]:
        """Sign in and ask for another address; gives the links of both letters, by their page."""
        token = (await self.sign_in(address, PASSWORD)).json()["data"]["accessToken"]
        asked = await self.client.post(
            "/api/auth/change-email",
            json={"email": new},
            headers={"authorization": f"Bearer {token}"},
        )
        assert asked.status_code == 202, asked.text
        links = await self.links_of_letters(2)
        return {link[len(self.url) : link.index("?") + 1]: link for link in links}

    async def link_of_letter(self) -> str:
        """The link in the one letter that the worker puts into the mail folder."""
        return (await self.links_of_letters(1))[0]

    async def links_of_letters(self, count: int) -> list[str]:
        """The links in so many letters, which are thrown away."""
        folder = self.parts.settings.data_dir / "mail"
        await eventually(lambda: _whole(folder, count))
        files = list(folder.glob("*.eml"))
        assert len(files) == count
        return [self._link_in(file) for file in files]

    def _link_in(self, file: Path) -> str:
        letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        file.unlink()
        body = letter.get_body(("plain",))
        found = body and re.search(rf"{re.escape(self.url)}/\S+", body.get_content())
        assert found
        return found[0]


def _whole(folder: Path, count: int) -> bool:
    return sum(file.stat().st_size > 0 for file in folder.glob("*.eml")) >= count


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
        jobs = identity.jobs(parts.signer, parts.safe, parts.mail, settings.public_url)
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
