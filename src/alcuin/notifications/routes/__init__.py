"""The room over HTTP."""

from collections.abc import Sequence

from alcuin.kit.http import Route
from alcuin.notifications.needs import LinkSigner
from alcuin.notifications.routes.inbox import ROUTES
from alcuin.notifications.routes.streaming import streaming_routes
from alcuin.notifications.routes.unsubscribing import unsubscribing_routes
from alcuin.notifications.streams import Streams


def routes(signer: LinkSigner, streams: Streams, stylesheets: Sequence[str]) -> list[Route]:
    """Every route of this room; pages look as `stylesheets` say."""
    return [*ROUTES, *streaming_routes(streams), *unsubscribing_routes(signer, stylesheets)]
