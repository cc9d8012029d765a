"""Every route of the room."""

from alcuin.achievements.routes import own, profile, ruling
from alcuin.kit.http import Route


def routes() -> list[Route]:
    """What learners have unlocked, the rules of it, and one's own profile, which shows both."""
    return [*profile.ROUTES, *own.ROUTES, *ruling.ROUTES]
