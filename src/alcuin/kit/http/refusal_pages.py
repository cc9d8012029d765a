"""Refusals that people read: a page where a browser asked for one, outside the API."""

from collections.abc import Callable
from typing import TypeAlias

from alcuin.kit.problems import Problem

RefusalPage: TypeAlias = Callable[[Problem, str], bytes]
"""Writes the HTML of a refusal; told the id of the request too."""

DATA = frozenset({"api", "health", "metrics"})
"""What stands first in the paths that programs ask for: they are always answered with JSON."""

OPENED = ("/api/notifications/unsubscribe/",)
"""Paths of the API that stand in letters, and so are opened by people too."""


def wants_page(path: str, accepted: bytes | None) -> bool:
    """Whether a person looks at the answer. Programs take anything, or JSON."""
    if accepted is None or b"text/html" not in accepted:
        return False
    return path.startswith(OPENED) or path.lstrip("/").partition("/")[0] not in DATA
