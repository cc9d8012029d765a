"""Every route of the room."""

from alcuin.kit.http import Route
from alcuin.media.desk import Desk
from alcuin.media.routes import keeping, reading, uploading


def routes(desk: Desk) -> list[Route]:
    """The room's routes around one desk."""
    return [*uploading.routes(desk), *keeping.routes(desk), *reading.routes(desk)]
