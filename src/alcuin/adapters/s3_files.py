"""Files in a bucket that speaks the S3 protocol, through obstore.

It is imported with the first file that is asked for: 6 MB and its threads, in the process
that needs it and not before that process was forked.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from alcuin.kit.files import FileMissing, FilesAway

if TYPE_CHECKING:
    from obstore.store import S3Config, S3Store

PIECE = 1024 * 1024
"""Bytes asked for at once. Each is a request of its own: none waits for a slow client, which
would end in the time limit of a request."""

RETRY_SECONDS = 5


class Bucket(msgspec.Struct, frozen=True, kw_only=True):
    """Where files are kept. Without keys, those that the machine is lent (its role) are used."""

    name: str
    prefix: str
    region: str
    endpoint: str | None
    key_id: str | None
    secret: str | None


def bucket_of(url: str) -> tuple[str, str]:
    """Bucket and prefix of `s3://bucket/prefix`. Raises ValueError for anything else."""
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.hostname or parts.netloc != parts.hostname or parts.query:
        raise ValueError("expected s3://bucket or s3://bucket/prefix")
    return parts.hostname, parts.path.strip("/")


class S3Files:
    """One object a key, under the prefix."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    async def put(self, key: str, path: Path, media_type: str) -> None:
        with _told():
            await self._obstore.put_async(
                self._store,
                key,
                path,
                attributes={"Content-Type": media_type},
                max_concurrency=2,  # parts of 5 MB: what a large file makes us hold
            )

    async def read(
        self, key: str, start: int = 0, length: int | None = None
    ) -> AsyncIterator[bytes]:
        if length is None:
            size = await self.size(key)
            if size is None:
                raise FileMissing(key)
            length = size - start
        while length > 0:
            with _told():
                piece = bytes(
                    await self._obstore.get_range_async(
                        self._store, key, start=start, length=min(length, PIECE)
                    )
                )
            start, length = start + len(piece), length - len(piece)
            yield piece

    async def size(self, key: str) -> int | None:
        try:
            with _told():
                size: int = (await self._obstore.head_async(self._store, key))["size"]
        except FileMissing:
            return None
        return size

    async def delete(self, keys: Sequence[str]) -> None:
        if keys:
            with _told():
                await self._obstore.delete_async(self._store, list(keys))

    async def keys(self, prefix: str = "") -> AsyncIterator[str]:
        listed = self._obstore.list(self._store, prefix or None)
        while True:
            with _told():
                page = await anext(listed, None)
            if page is None:
                return
            for each in page:
                yield each["path"]

    @cached_property
    def _obstore(self) -> ModuleType:
        import obstore  # noqa: PLC0415  see above

        return obstore

    @cached_property
    def _store(self) -> "S3Store":
        from obstore.store import S3Store  # noqa: PLC0415  see above

        bucket = self._bucket
        config: S3Config = {"region": bucket.region}
        if bucket.endpoint:
            config["endpoint"] = bucket.endpoint
        if bucket.key_id and bucket.secret:
            config["access_key_id"] = bucket.key_id
            config["secret_access_key"] = bucket.secret
        return S3Store(
            bucket.name,
            prefix=bucket.prefix or None,
            config=config,
            client_options={
                "timeout": timedelta(seconds=30),
                "connect_timeout": timedelta(seconds=3),
                "allow_http": (bucket.endpoint or "").startswith("http://"),
            },
            # The default tries for three minutes, which nobody waits for.
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=10)},
        )


@contextmanager
def _told() -> Iterator[None]:
    """Turn what obstore raises into what rooms know."""
    from obstore.exceptions import BaseError  # noqa: PLC0415  see above

    try:
        yield
    except FileNotFoundError as fault:
        raise FileMissing(str(fault)) from fault
    except (BaseError, OSError) as fault:
        raise FilesAway(retry_after=RETRY_SECONDS) from fault
