"""What a process is made of: made once, from the settings, and handed to those who need it."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import msgspec

from alcuin.adapters.files import FolderFiles
from alcuin.adapters.mail import FolderMail
from alcuin.adapters.passwords import Argon2Hasher
from alcuin.adapters.s3_files import Bucket, S3Files, bucket_of
from alcuin.adapters.safe import AesSafe
from alcuin.adapters.smtp_mail import SmtpMail, smtp_server
from alcuin.adapters.tokens import JwtSigner
from alcuin.app.refusals import REFUSALS
from alcuin.app.settings import Settings
from alcuin.app.urls import Urls
from alcuin.catalog import CurrentReleases, Shelf
from alcuin.kit.db import Database, open_database
from alcuin.kit.files import Files
from alcuin.kit.mail import Mail
from alcuin.media import Bounds, Workshop
from alcuin.notifications import Streams

MEGABYTE = 1_000_000
Duty = Literal["web", "jobs"]
LONGEST = {"web": "30s", "jobs": "5min"}
"""Transactions of a request, and of a job, as PostgreSQL counts them."""

PATIENT = {"web": "3s", "jobs": "10s"}
"""How long each waits for a lock: whoever reads a page has left by then."""


class Parts(msgspec.Struct, frozen=True):
    """The adapters and memories of one process."""

    settings: Settings
    database: Database
    hasher: Argon2Hasher
    signer: JwtSigner
    safe: AesSafe
    mail: Mail
    files: Files
    workshop: Workshop
    current: CurrentReleases
    shelf: Shelf
    streams: Streams


@asynccontextmanager
async def opened(settings: Settings, urls: Urls, duty: Duty = "jobs") -> AsyncIterator[Parts]:
    """Open the pool and put the parts around it."""
    database = await open_database(
        urls.application,
        REFUSALS,
        size=settings.pool_size if duty == "web" else 10,
        transaction_timeout=LONGEST[duty],
        lock_timeout=PATIENT[duty],
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
        hasher=Argon2Hasher(threads=_share_of_processors(settings.workers)),
        signer=JwtSigner(settings.secret_key, settings.previous_secret_key),
        safe=AesSafe(settings.secret_key, settings.previous_secret_key),
        mail=_mail(settings),
        files=_files(settings),
        workshop=Workshop(settings.data_dir / "uploads", _bounds(settings)),
        current=CurrentReleases(database),
        shelf=Shelf(database, settings.release_cache_mb * MEGABYTE),
        streams=Streams(database),
    )


def _share_of_processors(workers: int) -> int:
    """Of one web process: together they hash as many passwords at once as there are processors."""
    return max(1, (os.cpu_count() or 1) // workers)


def _mail(settings: Settings) -> Mail:
    if settings.smtp_url:
        return SmtpMail(smtp_server(settings.smtp_url), settings.mail_from)
    return FolderMail(settings.data_dir / "mail", settings.mail_from)


def _files(settings: Settings) -> Files:
    if settings.media_url is None:
        return FolderFiles(settings.data_dir / "media")
    name, prefix = bucket_of(settings.media_url)
    return S3Files(
        Bucket(
            name=name,
            prefix=prefix,
            region=settings.media_s3_region,
            endpoint=settings.media_s3_endpoint,
            key_id=settings.media_s3_key_id,
            secret=settings.media_s3_secret,
        )
    )


def _bounds(settings: Settings) -> Bounds:
    return Bounds(
        file_bytes=settings.media_file_mb * MEGABYTE,
        person_bytes=settings.media_person_mb * MEGABYTE,
        course_bytes=settings.media_course_mb * MEGABYTE,
    )
