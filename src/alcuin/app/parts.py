"""What a process is made of: made once, from the settings, and handed to those who need it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import msgspec

from alcuin.adapters.mail import FolderMail, SmtpMail, smtp_server
from alcuin.adapters.passwords import Argon2Hasher
from alcuin.adapters.tokens import JwtSigner
from alcuin.app.refusals import REFUSALS
from alcuin.app.settings import Settings
from alcuin.app.urls import Urls
from alcuin.catalog import CurrentReleases, Shelf
from alcuin.kit.db import Database, open_database
from alcuin.kit.mail import Mail

Duty = Literal["web", "jobs"]
LONGEST = {"web": "30s", "jobs": "5min"}
"""Transactions of a request, and of a job, as PostgreSQL counts them."""


class Parts(msgspec.Struct, frozen=True):
    """The adapters and memories of one process."""

    settings: Settings
    database: Database
    hasher: Argon2Hasher
    signer: JwtSigner
    mail: Mail
    current: CurrentReleases
    shelf: Shelf


@asynccontextmanager
async def opened(settings: Settings, urls: Urls, duty: Duty = "jobs") -> AsyncIterator[Parts]:
    """Open the pool and put the parts around it."""
    database = await open_database(
        urls.application,
        REFUSALS,
        size=settings.pool_size if duty == "web" else 10,
        transaction_timeout=LONGEST[duty],
    )
    try:
        yield put_together(settings, database)
    finally:
        await database.pool.close()


def put_together(settings: Settings, database: Database) -> Parts:
    """Parts around a database that is open already."""
    return Parts(
        settings=settings,
        database=database,
        hasher=Argon2Hasher(),
        signer=JwtSigner(settings.secret_key, settings.previous_secret_key),
        mail=_mail(settings),
        current=CurrentReleases(database),
        shelf=Shelf(database, settings.release_cache_mb * 1_000_000),
    )


def _mail(settings: Settings) -> Mail:
    if settings.smtp_url:
        return SmtpMail(smtp_server(settings.smtp_url), settings.mail_from)
    return FolderMail(settings.data_dir / "mail", settings.mail_from)
