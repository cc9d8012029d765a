"""How pages are served: to anybody, from memory, whatever their links gathered on the way."""

from alcuin.kit.http import Who, get
from alcuin.kit.http.routing import Registration


def page(path: str) -> Registration:
    """A page at this path."""
    return get(path, who=Who.PUBLIC, hidden=True, from_memory=True, any_query=True)
