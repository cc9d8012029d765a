"""Which addresses a course may link to, and from where else it may show images.

Browsers read addresses more freely than people: they skip tabs and line breaks and
take a backslash for a slash. The rules here look at what a browser would see.
"""

import re

SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_IGNORED = re.compile(r"[\t\r\n]")
_REMOTE = re.compile(r"https://([a-z0-9.-]+)(?::\d{1,5})?(?:[/?][^\s\\]*)?", re.IGNORECASE)


def as_browsers_read(address: str) -> str:
    """The address without what a browser skips, backslashes turned into slashes."""
    return _IGNORED.sub("", address).strip("".join(map(chr, range(0x21)))).replace("\\", "/")


def is_link(address: str) -> bool:
    """http, https, mailto, tel, or a path or fragment of this site; never `//host`."""
    seen = as_browsers_read(address)
    if seen.startswith("//"):
        return False
    scheme = _SCHEME.match(seen)
    return scheme is None or scheme.group(1).lower() in SCHEMES


def is_remote_image(address: str, hosts: frozenset[str]) -> bool:
    """Whether it is https from one of `hosts`: any other host would learn who reads."""
    remote = _REMOTE.fullmatch(address)
    return remote is not None and remote.group(1).lower() in hosts
