"""What the room announces. The kind stands in the SQL of `queries`; readers name it from here."""

import msgspec

ACHIEVEMENT_UNLOCKED = "AchievementUnlocked"


class AchievementUnlocked(msgspec.Struct, frozen=True):
    """The data of the event: the key that was unlocked, and what it gave."""

    achievement: str
    points: int
