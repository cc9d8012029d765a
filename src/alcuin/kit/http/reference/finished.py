"""A body made beforehand, with its compressed form and its hash."""

import gzip
import hashlib
from typing import NamedTuple

SMALLEST = 9


class Finished(NamedTuple):
    """The arguments of `kit.http.prepared`, in its order."""

    body: bytes
    gzip: bytes
    etag: str


def finish(body: bytes) -> Finished:
    """Compress once, as small as it goes."""
    return Finished(
        body, gzip.compress(body, SMALLEST, mtime=0), hashlib.sha256(body).hexdigest()[:20]
    )
