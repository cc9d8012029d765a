"""Where a request comes from."""

from alcuin.identity.data import Visit
from alcuin.kit.http import Request, client_address

LONGEST_AGENT = 200


def visit(request: Request) -> Visit:
    """The client's network address, behind proxies of ours only, and its browser."""
    agent = request.headers.get("user-agent", "")
    return Visit(client_address(request), "".join(filter(str.isprintable, agent))[:LONGEST_AGENT])
