"""The room over HTTP.

Routes that hash passwords or make tokens are given what does so when they are made.
"""

from alcuin.identity.needs import Hasher, Signer
from alcuin.identity.routes import administering, own
from alcuin.identity.routes.passwords import password_routes
from alcuin.identity.routes.registering import registering_routes
from alcuin.identity.routes.signing_in import signing_in_routes
from alcuin.kit.http import Route


def routes(hasher: Hasher, signer: Signer) -> list[Route]:
    """Every route of this room."""
    return [
        *registering_routes(hasher),
        *signing_in_routes(hasher, signer),
        *password_routes(hasher),
        *own.ROUTES,
        *administering.ROUTES,
    ]
