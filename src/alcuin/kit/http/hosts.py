"""Which Host a request may name: the public one, and loopback names outside production."""

import re
from urllib.parse import urlsplit

from alcuin.kit.http.settings import HttpSettings

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_HOST = re.compile(rb"([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")


class Hosts:
    """Decides once per spelling."""

    def __init__(self, settings: HttpSettings) -> None:
        name = urlsplit(settings.public_url).hostname or ""
        public = f"[{name}]" if ":" in name else name
        loopback = LOOPBACK if settings.environment != "production" else ()
        self._names = frozenset(name.encode() for name in (public, *loopback) if name)
        self._known: set[bytes] = set()

    def allows(self, host: bytes | None, *, by_any_name: bool = False) -> bool:
        """Whether this is one of our names; `by_any_name` only asks whether it is a name."""
        if host in self._known:
            return True
        read = _HOST.fullmatch(host.lower()) if host else None
        if read is None or host is None:
            return False
        if read[1] in self._names:
            if len(self._known) < 64:  # noqa: PLR2004  spellings; the set must not grow
                self._known.add(host)
            return True
        return by_any_name
