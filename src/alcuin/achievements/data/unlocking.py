"""What learners do, unlock, and have still before them."""

from datetime import date, datetime
from uuid import UUID

import msgspec


class Fact(msgspec.Struct, frozen=True):
    """What an event says of a learner; `active_on` is None where they did nothing themselves."""

    user_id: UUID
    kind: str
    active_on: date | None
    seconds: int


class Unlocked(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What somebody has unlocked. `type` is the key of its rule, as the guide calls it."""

    key: str
    type: str
    title: str
    description: str
    points: int
    unlocked_at: datetime
    reached: int


class Locked(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What is still before somebody, and how far they are: `current` of `threshold`."""

    key: str
    type: str
    title: str
    description: str
    points: int
    current: int
    threshold: int


class Place(msgspec.Struct, frozen=True):
    """Where a page of what somebody has unlocked ends, the newest first."""

    unlocked_at: datetime
    reached: int
    key: str


class Achieved(msgspec.Struct, frozen=True):
    """How many keys somebody has, and what they come to."""

    keys: int
    points: int


class Backfilled(msgspec.Struct, frozen=True):
    """How many learners were judged, and what that unlocked."""

    learners: int
    unlocked: int


class KeptAchievement(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What was unlocked, as its person takes it along."""

    key: str
    points: int
    unlocked_at: datetime


class KeptTally(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Active dates and credited seconds, as this room has counted them."""

    dates: list[date]
    seconds: int
