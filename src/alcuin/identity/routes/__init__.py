"""The room over HTTP.

Routes that hash passwords or make tokens are given what does so when they are made.
"""

from collections.abc import Sequence

from alcuin.identity.needs import Duties, Hasher, PersonalData, Safe, Signer
from alcuin.identity.routes import administering, auditing, own, sign_ins
from alcuin.identity.routes.access_tokens import access_token_routes
from alcuin.identity.routes.email_changes import email_change_routes
from alcuin.identity.routes.leaving import leaving_routes
from alcuin.identity.routes.passwords import password_routes
from alcuin.identity.routes.registering import registering_routes
from alcuin.identity.routes.second_factors import second_factor_routes
from alcuin.identity.routes.signing_in import signing_in_routes
from alcuin.kit.http import Route


def routes(
    hasher: Hasher,
    signer: Signer,
    safe: Safe,
    *,
    personal: Sequence[PersonalData] = (),
    duties: Sequence[Duties] = (),
) -> list[Route]:
    """Every route of this room. The rooms above say what they keep, and who is needed."""
    return [
        *registering_routes(hasher),
        *signing_in_routes(hasher, signer, safe),
        *password_routes(hasher),
        *second_factor_routes(hasher, signer, safe),
        *access_token_routes(signer),
        *email_change_routes(hasher, signer),
        *leaving_routes(signer, personal, duties),
        *own.ROUTES,
        *sign_ins.ROUTES,
        *administering.ROUTES,
        *auditing.ROUTES,
    ]
