"""The general limit: which one somebody has, and counting under it."""

from functools import lru_cache
from ipaddress import ip_network
from typing import TypeAlias
from uuid import UUID

import msgspec

from alcuin.kit.limits.addresses import is_within, network
from alcuin.kit.limits.data import Policy, Standing, Subject
from alcuin.kit.limits.leases import Leases

NAME = "default"
SHARED_TIMES = 30
"""A school behind one address."""

FILES = "files"
FILES_TIMES = 10
"""A page shows many images at once; they are counted apart from it."""

KNOWN_ADDRESSES = 4_096


Policies: TypeAlias = tuple[Policy, Policy]
"""Of requests in general, and of files."""


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """Requests in 15 minutes, as an operator sets them."""

    anonymous: int = 100
    signed_in: int = 1_000
    shared_networks: tuple[str, ...] = ()
    """Addresses or networks with many people behind each address."""


class GeneralLimit:
    """The general limit as one process counts it."""

    def __init__(self, rates: Rates, leases: Leases) -> None:
        self.leases = leases
        self._signed_in = _pair(rates.signed_in)
        self._anonymous = _pair(rates.anonymous)
        self._shared = _pair(rates.anonymous * SHARED_TIMES)
        self._networks = tuple(ip_network(each) for each in rates.shared_networks)
        self._place = lru_cache(KNOWN_ADDRESSES)(self._placed)

    async def count_user(self, user_id: UUID, *, is_file: bool = False) -> Standing:
        """Count a request of somebody signed in."""
        return await self._spend(user_id, self._signed_in, is_file)

    async def count_address(self, address: str, *, is_file: bool = False) -> Standing:
        """Count a request of nobody in particular."""
        return await self._spend(*self._place(address), is_file)

    async def _spend(self, subject: Subject, policies: Policies, is_file: bool) -> Standing:  # noqa: FBT001  private
        if is_file:
            return await self.leases.spend(f"{FILES} {subject}", policies[1])
        return await self.leases.spend(subject, policies[0])

    def _placed(self, address: str) -> tuple[str, Policies]:
        is_shared = is_within(address, self._networks)
        return network(address), self._shared if is_shared else self._anonymous


def _pair(quota: int) -> Policies:
    return Policy(NAME, quota), Policy(FILES, quota * FILES_TIMES)
