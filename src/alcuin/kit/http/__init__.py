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
    is_still_signed_in,
    looking,
)
from alcuin.kit.http.editing import read_edit
from alcuin.kit.http.envelope import Envelope, Listing, Pagination
from alcuin.kit.http.gate import Gate
from alcuin.kit.http.limits import Strict, count
from alcuin.kit.http.operation import Request
from alcuin.kit.http.routing import Route, delete, edit, get, patch, post, put
from alcuin.kit.http.settings import HttpSettings
from alcuin.kit.http.stored import FileResponse
from alcuin.kit.http.streamed import StreamResponse
from alcuin.kit.http.uploads import Received, receive_file
from alcuin.kit.http.who import Claims, Doorkeeper, Unverified, Who

__all__ = [
    "Body",
    "Claims",
    "Doorkeeper",
    "Edge",
    "Envelope",
    "FileResponse",
    "Gate",
    "HttpSettings",
    "Listing",
    "Pagination",
    "Received",
    "Request",
    "Response",
    "Route",
    "Router",
    "StreamResponse",
    "Strict",
    "Unverified",
    "Who",
    "claims",
    "claims_if_any",
    "client_address",
    "count",
    "create_app",
    "cursors",
    "database",
    "delete",
    "edge",
    "edit",
    "get",
    "is_still_signed_in",
    "looking",
    "patch",
    "post",
    "prepared",
    "put",
    "read_edit",
    "receive_file",
]
