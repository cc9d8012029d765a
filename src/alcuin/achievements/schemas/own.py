"""HTTP shapes of what one has unlocked, and of oneself."""

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from alcuin.achievements.data.unlocking import Locked, Unlocked
from alcuin.activity import LearningDays
from alcuin.identity import ProfileBody, User
from alcuin.kit.http import Pagination
from alcuin.media import Avatar, avatar_address

SMALL = 64_000
"""Bytes of a body: nothing in it is long."""

SECONDS_OF_A_MINUTE = 60


class AchievementListing(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of what you have unlocked, all that is still before you, and your points."""

    success: Literal[True] = True
    data: list[Unlocked]
    pagination: Pagination
    locked: list[Locked]
    skill_points: int


class MeBody(ProfileBody, frozen=True):
    """What is left out stays; `avatar` null takes it away."""

    avatar: Avatar | UnsetType | None = UNSET


class Me(User, frozen=True, kw_only=True, rename="camel"):
    """A person, as they see themselves. `totalTimeSpent` is in whole minutes."""

    avatar: str | None
    learning_streak: int
    last_active_date: date | None
    total_time_spent: int
    skill_points: int

    @classmethod
    def of(cls, user: User, media_id: UUID | None, days: LearningDays, points: int) -> "Me":
        return cls(
            **msgspec.structs.asdict(user),
            avatar=avatar_address(media_id),
            learning_streak=days.streak_days,
            last_active_date=days.last_active_on,
            total_time_spent=days.total_seconds // SECONDS_OF_A_MINUTE,
            skill_points=points,
        )
