"""The HTTP application of one web process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from alcuin.app import wiring
from alcuin.app.parts import Parts
from alcuin.app.settings import Settings
from alcuin.catalog import RELEASE_CHANNEL
from alcuin.identity import SessionDoorkeeper
from alcuin.kit.events import announcing
from alcuin.kit.http import HttpSettings, create_app
from alcuin.kit.http.gate import Gate
from alcuin.kit.notices import Listener


def application(parts: Parts) -> Gate:
    """All routes behind the gate."""
    return create_app(
        wiring.routes(parts),
        database=parts.database,
        doorkeeper=SessionDoorkeeper(parts.signer),
        settings=http_settings(parts.settings),
    )


def http_settings(settings: Settings) -> HttpSettings:
    """What of the settings the HTTP edge is told."""
    return HttpSettings(
        public_url=settings.public_url,
        secret_key=settings.secret_key.encode(),
        environment="development" if settings.is_development else "production",
        cors_origins=settings.cors_origins,
        trusted_proxies=settings.trusted_proxies,
        video_hosts=settings.video_hosts,
        image_hosts=settings.image_hosts,
    )


@asynccontextmanager
async def memories(parts: Parts, direct_url: str) -> AsyncIterator[None]:
    """Keep what this process remembers fed by notices, and tell readers of its commits."""

    def heard(course_id: str) -> None:
        parts.current.heard(course_id)
        parts.shelf.forget(course_id)

    listener = Listener(direct_url, {RELEASE_CHANNEL: heard}, [parts.current.resync])
    parts.current.listener = listener
    task = asyncio.create_task(listener.run())
    try:
        async with announcing(parts.database):
            yield
    finally:
        parts.current.listener = None
        task.cancel()
        await asyncio.wait([task])
