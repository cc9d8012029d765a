"""Requests counted in memory, against leases that the database lends.

Each subject's quota has three parts, all for one window of the database's clock:

- Four processes have a seat, which the database hands out like everything else. Each of them
  lets a small share through without asking, so that whoever asks little costs nothing.
- The rest is lent: to a process, as many as wait there and a few ahead.
- What all processes hold ahead of need is counted in the same row and bounded; each may take
  half of what is free. So nobody has to know how many processes there are.

A process forgets its lease when its window ends by the clock it measured it with, which it
set before it asked: never later than the database's window ends.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeAlias

from alcuin.kit.limits.data import SEATS, WINDOW_SECONDS, Asked, Lent, Policy, Standing, Subject

Lend: TypeAlias = Callable[[Subject, Asked], Awaitable[Lent]]

SEAT = "seat"
MOST_SUBJECTS = 20_000
AT_ONCE = 4
"""Leases asked for at the same time: a flood of addresses must not take every connection."""


class Lease:
    """What this process may still let through of one subject."""

    __slots__ = ("ahead", "asking", "left", "rest", "until", "waiting", "window")

    def __init__(self) -> None:
        self.until = 0.0
        self.left = 0
        self.rest = 1
        """What the database could still lend, as it last said."""
        self.ahead = 0
        self.window: datetime | None = None
        self.waiting = 0
        self.asking: asyncio.Task[None] | None = None


class Leases:
    """The leases of one process; the longest unused is forgotten first."""

    def __init__(
        self,
        lend: Lend,
        *,
        most: int = MOST_SUBJECTS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lend = lend
        self._most = most
        self._clock = clock
        self._held: OrderedDict[Subject, Lease] = OrderedDict()
        self._asking = asyncio.Semaphore(AT_ONCE)
        self._sitting = asyncio.Lock()
        self._seated = False
        self._seat_until = 0.0

    async def spend(self, subject: Subject, policy: Policy) -> Standing:
        """Count one request. Raises what `lend` raises, where it has to be asked."""
        while True:
            now = self._clock()
            lease = self._held.get(subject)
            if lease is None:
                lease = self._kept(subject, now)
            else:
                self._held.move_to_end(subject)
            if now >= lease.until and lease.asking is None:
                self._begin(lease, policy, now)
            if lease.left:
                lease.left -= 1
                return Standing(
                    policy,
                    passed=True,
                    remaining=lease.left + lease.rest,
                    seconds=lease.until - now,
                )
            if not lease.rest and now < lease.until:
                return Standing(policy, passed=False, remaining=0, seconds=lease.until - now)
            await self._asked(subject, lease, policy)

    def __len__(self) -> int:
        return len(self._held)

    def _begin(self, lease: Lease, policy: Policy, now: float) -> None:
        """A new window: the share, where this process has a seat, and nothing else."""
        lease.left = policy.share if self._seated and now < self._seat_until else 0
        lease.until = self._seat_until if lease.left else now
        lease.rest = policy.pool
        lease.ahead = 0

    def _kept(self, subject: Subject, now: float) -> Lease:
        """Make room for somebody new.

        Who was forgotten may have had their share, so nobody gets one until the next window.
        """
        lease = self._held[subject] = Lease()
        if len(self._held) > self._most:
            _, gone = self._held.popitem(last=False)
            self._seated = self._seated and gone.until <= now
        return lease

    async def _asked(self, subject: Subject, lease: Lease, policy: Policy) -> None:
        """Wait for an answer; all who wait for the same subject share one question."""
        if lease.asking is None:
            lease.asking = asyncio.create_task(self._ask(subject, lease, policy))
        lease.waiting += 1
        try:
            await asyncio.shield(lease.asking)
        finally:
            lease.waiting -= 1

    async def _ask(self, subject: Subject, lease: Lease, policy: Policy) -> None:
        try:
            if self._clock() >= self._seat_until:
                await self._sit()
                if self._seated and policy.share:
                    return  # the share may do
            async with self._asking:
                await self._borrow(subject, lease, policy)
        finally:
            lease.asking = None

    async def _borrow(self, subject: Subject, lease: Lease, policy: Policy) -> None:
        began, wanted = self._clock(), lease.waiting
        lent = await self._lend(
            subject,
            Asked(
                wanted=wanted,
                pool=policy.pool,
                spare=policy.spare,
                window_seconds=policy.window_seconds,
                spent_ahead=lease.ahead,
                of=lease.window,
            ),
        )
        lease.left = lent.granted
        lease.rest = lent.rest
        lease.ahead = max(0, lent.granted - wanted)
        lease.window = lent.window_starts_at
        # The later of two that are never too late: a share is given once a seat, whatever it took.
        lease.until = max(lease.until, began + lent.seconds)

    async def _sit(self) -> None:
        """Ask for a seat, once a window."""
        async with self._sitting:
            began = self._clock()
            if began < self._seat_until:
                return
            asked = Asked(wanted=1, pool=SEATS, spare=0, window_seconds=WINDOW_SECONDS)
            lent = await self._lend(SEAT, asked)
            self._seated = lent.granted > 0
            self._seat_until = began + lent.seconds
