"""What is left of a job that failed for good."""

from datetime import datetime

import msgspec


class Held(msgspec.Struct, frozen=True):
    """A job that waits for a person."""

    job_id: int
    name: str
    payload: bytes  # JSON, ids only
    starts: int
    created_at: datetime
    failed_at: datetime | None
    failure: str | None
