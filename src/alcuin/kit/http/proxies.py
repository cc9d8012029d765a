"""Which address asks, where our own proxies stand before us; others' claims are ignored."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TypeAlias

Proxies: TypeAlias = tuple[IPv4Network | IPv6Network, ...]


def proxies(named: tuple[str, ...]) -> Proxies:
    """Parse addresses and networks (CIDR). Raises ValueError for anything else."""
    return tuple(ip_network(each) for each in named)


def address_behind(peer: str, forwarded_for: bytes | None, trusted: Proxies) -> str:
    """The nearest address that is not ours, reading X-Forwarded-For from its end.

    Whoever is no proxy of ours may have written everything before that.
    """
    if not forwarded_for or not is_trusted(peer, trusted):
        return peer
    nearest = peer
    for hop in reversed(forwarded_for.decode("latin-1").split(",")):
        try:
            nearest = str(ip_address(hop.strip()))
        except ValueError:
            return nearest
        if not is_trusted(nearest, trusted):
            return nearest
    return nearest


@lru_cache(1_024)
def is_trusted(address: str, trusted: Proxies) -> bool:
    """Whether a proxy of ours has this address."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in trusted)
