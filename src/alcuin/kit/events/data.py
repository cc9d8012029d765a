"""Facts as they are written and read, and how far a reader has come."""

from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

import msgspec

Snapshot: TypeAlias = tuple[int, int, tuple[int, ...]]
"""PostgreSQL's pg_snapshot: xmin, xmax, and the transactions in progress between them."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that became true, in the past tense: `progress.section_completed`.

    Ids, times and what readers need from that moment (the learner's zone and local date,
    the release number); never names or text. `v` rises when the meaning of a field changes.
    """

    kind: str
    v: int = 1
    user_id: UUID | None = None
    course_id: UUID | None = None
    lesson_id: UUID | None = None
    section_id: UUID | None = None
    release: int | None = None
    time_zone: str | None = None
    local_on: date | None = None
    data: dict[str, object] | None = None


class Recorded(Event, frozen=True, kw_only=True):
    """An event as readers get it."""

    id: int
    at: datetime


class Cursor(msgspec.Struct, frozen=True):
    """Where a reader stands, read together with the present.

    All that is visible in `done` has been taken. Of what is visible in `target` and not in
    `done`, the events up to `last_id` have been taken.
    """

    name: str
    generation: int
    done: Snapshot
    target: Snapshot
    last_id: int
    resting: bool  # stopped by a fault, and the next try is not due yet
    behind: bool  # something may be there to read


class ReaderState(msgspec.Struct, frozen=True):
    """A reader as operators see it."""

    name: str
    generation: int
    kind: str
    current: bool
    updated_at: datetime
    waiting_since: datetime | None  # time of the oldest event not taken yet
    failed_at: datetime | None
    failed_event_id: int | None
    failure: str | None
    failures: int
