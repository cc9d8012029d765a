"""HTTP: what routes are written with, and the one place that knows the web framework."""

from litestar import Router

from alcuin.kit.http.answers import Response, prepared
from alcuin.kit.http.app import create_app
from alcuin.kit.http.bodies import Body
from alcuin.kit.http.edge import (
    Edge,
    claims,
    claims_if_any,
    client_address,
    cursors,
    database,
    edge,
    looking,
)
from alcuin.kit.http.editing import read_edit
from alcuin.kit.http.envelope import Envelope, Listing, Pagination
from alcuin.kit.http.gate import Gate
from alcuin.kit.http.operation import Request
from alcuin.kit.http.routing import Route, delete, edit, get, patch, post, put
from alcuin.kit.http.settings import HttpSettings
from alcuin.kit.http.who import Claims, Doorkeeper, Unverified, Who

__all__ = [
    "Body",
    "Claims",
    "Doorkeeper",
    "Edge",
    "Envelope",
    "Gate",
    "HttpSettings",
    "Listing",
    "Pagination",
    "Request",
    "Response",
    "Route",
    "Router",
    "Unverified",
    "Who",
    "claims",
    "claims_if_any",
    "client_address",
    "create_app",
    "cursors",
    "database",
    "delete",
    "edge",
    "edit",
    "get",
    "looking",
    "patch",
    "post",
    "prepared",
    "put",
    "read_edit",
]
