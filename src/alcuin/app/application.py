"""The HTTP application of one web process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from alcuin import notifications, web
from alcuin.app import wiring
from alcuin.app.parts import Parts
from alcuin.app.settings import Settings
from alcuin.catalog import RELEASE_CHANNEL
from alcuin.identity import SessionDoorkeeper
from alcuin.kit.events import announcing
from alcuin.kit.http import HttpSettings, create_app
from alcuin.kit.http.gate import Gate
from alcuin.kit.limits import Rates
from alcuin.kit.metrics import Row
from alcuin.kit.notices import Heard, Listener
from alcuin.kit.scratch import keep_swept


def application(parts: Parts, row: Row | None = None) -> Gate:
    """All routes behind the gate, which counts its requests into a row."""
    return create_app(
        wiring.routes(parts),
        database=parts.database,
        doorkeeper=SessionDoorkeeper(parts.signer),
        settings=http_settings(parts.settings),
        row=row,
        refusal_page=web.refusal_page(parts.settings.env),
    )


def http_settings(settings: Settings) -> HttpSettings:
    """What of the settings the HTTP edge is told."""
    return HttpSettings(
        public_url=settings.public_url,
        secret_key=settings.secret_key.encode(),
        previous_secret_key=_encoded(settings.previous_secret_key),
        environment="development" if settings.is_development else "production",
        cors_origins=settings.cors_origins,
        trusted_proxies=settings.trusted_proxies,
        video_hosts=settings.video_hosts,
        image_hosts=settings.image_hosts,
        rates=_rates(settings),
    )


def _encoded(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def _rates(settings: Settings) -> Rates | None:
    if settings.limits == "off":
        return None
    return Rates(
        anonymous=settings.limit_anonymous,
        signed_in=settings.limit_signed_in,
        shared_networks=settings.shared_networks,
    )


@asynccontextmanager
async def memories(parts: Parts, direct_url: str) -> AsyncIterator[None]:
    """Keep what this process remembers fed by notices, and tell readers of its commits.

    What uploads of killed processes left lying is swept away meanwhile.
    """

    def heard(course_id: str) -> None:
        parts.current.heard(course_id)
        parts.shelf.forget(course_id)

    channels: dict[str, Heard] = {RELEASE_CHANNEL: heard, notifications.CHANNEL: parts.streams.ring}
    listener = Listener(direct_url, channels, [parts.current.resync])
    parts.current.listener = listener
    tasks = [
        asyncio.create_task(listener.run()),
        asyncio.create_task(parts.streams.run()),
        asyncio.create_task(keep_swept(parts.workshop.folder)),
    ]
    try:
        async with announcing(parts.database):
            yield
    finally:
        parts.current.listener = None
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
