"""What the routes of this room are given, and how many uploads one person has at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import msgspec

from alcuin.kit.files import Files
from alcuin.kit.problems import TooMany
from alcuin.media.data import Workshop
from alcuin.media.needs import Shows, Spaces

MOST_AT_ONCE = 8
"""Of one person in one process: what they fill our disk with that no quota counts yet."""


class TooManyUploads(TooMany):
    """You are uploading several files already. Let them finish first."""

    code = "too_many_uploads"


class Turns:
    """Uploads under way in this process."""

    def __init__(self) -> None:
        self._of: Counter[UUID] = Counter()

    @contextmanager
    def take(self, user_id: UUID) -> Iterator[None]:
        """Upload one file. Raises TooManyUploads."""
        if self._of[user_id] >= MOST_AT_ONCE:
            raise TooManyUploads(retry_after=2)
        self._of[user_id] += 1
        try:
            yield
        finally:
            self._of[user_id] -= 1
            if not self._of[user_id]:
                del self._of[user_id]


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """The store, those who know about courses, and the bounds."""

    files: Files
    shows: Sequence[Shows]
    spaces: Spaces
    workshop: Workshop
    turns: Turns = msgspec.field(default_factory=Turns)
