"""What this room needs from outside; `alcuin.adapters` and `alcuin.web` have it."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

import msgspec


class Look(msgspec.Struct, frozen=True):
    """Addresses of what makes a page look like the others of this platform."""

    stylesheets: Sequence[str]
    mark: str


class LinkSigner(Protocol):
    """Makes the links of letters by which somebody unsubscribes, and reads its own again."""

    def unsubscribe(self, user_id: UUID, kind: str) -> str:
        """A token that works as long as the letter is kept."""
        ...

    def read_unsubscribe(self, token: str) -> tuple[UUID, str] | None:
        """Who wants no more letters of which kind; None where it is not ours."""
        ...
