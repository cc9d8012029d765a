"""The room over HTTP."""

from alcuin.kit.http import Route
from alcuin.notifications.needs import LinkSigner, Look
from alcuin.notifications.routes.inbox import ROUTES
from alcuin.notifications.routes.streaming import streaming_routes
from alcuin.notifications.routes.unsubscribing import unsubscribing_routes
from alcuin.notifications.streams import Streams


def routes(signer: LinkSigner, streams: Streams, look: Look) -> list[Route]:
    """Every route of this room; its page looks as `look` says."""
    return [*ROUTES, *streaming_routes(streams), *unsubscribing_routes(signer, look)]
