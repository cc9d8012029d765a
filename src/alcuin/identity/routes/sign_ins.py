"""The history of one's own sign-ins."""

from alcuin.identity.actions import sign_ins as actions
from alcuin.identity.data.sign_ins import PastSignIn
from alcuin.kit.http import Listing, Request, Response, Who, cursors, edge, get
from alcuin.kit.paging import Paging


@get("/api/auth/sign-ins", who=Who.SIGNED_IN)
async def list_sign_ins(request: Request, query: Paging) -> Response[Listing[PastSignIn]]:
    """List who tried to sign in to your account in the last 90 days, the newest first."""
    async with edge(request) as at:
        found = await actions.list_sign_ins(at.conn, at.person, query, cursors(request))
        return at.page(found)


ROUTES = (list_sign_ins,)
