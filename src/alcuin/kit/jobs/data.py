"""Jobs as operators see them."""

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


class Queued(msgspec.Struct, frozen=True):
    """A job that waits, runs or is held. Ages are in seconds, by the database's clock."""

    job_id: int
    name: str
    state: str  # HELD, RUNNING, WAITING, or DELAYED until later
    age: float  # since it failed, was begun, or was due; of the delayed until it is due
    starts: int
    payload: bytes  # JSON, ids only
    created_at: datetime
    due_at: datetime
    begun_at: datetime | None
    failed_at: datetime | None
    failure: str | None
