"""Whose network address it is, as far as counting goes."""

import ipaddress
from typing import TypeAlias

Networks: TypeAlias = tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]

OWN_BITS = 64
"""What one customer of a provider has of IPv6 at least: 2^64 addresses."""


def parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address; None for what is none (a socket file). An IPv4 address is one however written.

    A socket that listens for both shows IPv4 as `::ffff:192.0.2.1`, which is not a neighbor of
    all others.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    return (isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped) or found


def network(address: str) -> str:
    """What counts as one place: an IPv4 address, or the first 64 bits of IPv6."""
    found = parsed(address)
    if found is None:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(ipaddress.IPv6Network((int(found), OWN_BITS), strict=False))


def is_within(address: str, networks: Networks) -> bool:
    """Whether one of the networks holds the address."""
    found = parsed(address)
    return found is not None and any(found in each for each in networks)
