"""Limits of requests: whom a request counts for, what answers say of it, and 429.

Fields as in draft-ietf-httpapi-ratelimit-headers-11.
"""

from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec

from alcuin.kit.http.bearer import claims_of
from alcuin.kit.http.security import Headers
from alcuin.kit.http.visit import Visit, address_of, visit_of
from alcuin.kit.http.who import Who
from alcuin.kit.limits import Policy, Standing, counted
from alcuin.kit.limits.addresses import network
from alcuin.kit.problems import TooMany, Unauthenticated


class TooManyRequests(TooMany):
    """You have asked too often. Ask again when Retry-After has passed."""

    code = "too_many_requests"


class Strict(msgspec.Struct, frozen=True):
    """A limit of one operation, exact across processes: attempts of one user in a window.

    Counted when the request has been read and before anything is done, so that neither a
    mistake in a form nor another operation under the same path costs an attempt.
    """

    name: str
    attempts: int
    window_seconds: int = 900


async def count(scope: Any, user_id: UUID | None = None) -> None:  # Any: as `visit_of`
    """Count this request, once however often it is asked for. Raises TooManyRequests.

    For the user of a valid token, or `user_id` where something else says who it is for; else
    for the address, also with a token that counts no more.
    """
    visit = visit_of(scope)
    limit = visit.house.limit
    if limit is None or visit.standings:
        return
    is_file = visit.operation is not None and visit.operation.answers_file
    for_whom = user_id or _signed_in(visit)
    if for_whom:
        standing = await limit.count_user(for_whom, is_file=is_file)
    else:
        standing = await limit.count_address(address_of(scope), is_file=is_file)
    _note(scope, standing)


def _signed_in(visit: Visit) -> UUID | None:
    try:
        said = claims_of(visit, Who.PUBLIC)
    except Unauthenticated:
        return None
    return said.user_id if said else None


async def count_attempt(scope: Any, limit: Strict, who: Who) -> None:
    """Count an attempt at an operation. Raises TooManyRequests, Unauthenticated."""
    visit = visit_of(scope)
    if visit.house.limit is None:
        return
    said = claims_of(visit, who)
    subject = said.user_id if said else network(address_of(scope))
    async with visit.house.database.statement() as conn:
        seen = await counted(conn, f"{limit.name}:{subject}", limit.window_seconds)
    standing = Standing(
        Policy(limit.name, limit.attempts, limit.window_seconds),
        passed=seen.attempts <= limit.attempts,
        remaining=max(0, limit.attempts - seen.attempts),
        seconds=seen.seconds,
    )
    _note(scope, standing)


def _note(scope: Any, standing: Standing) -> None:
    visit = visit_of(scope)
    visit.standings = (*visit.standings, standing)
    if not standing.passed:
        raise TooManyRequests(
            retry_after=_whole(standing.seconds),
            policy=standing.policy.name,
            limit=standing.policy.quota,
        )


def standing_headers(standings: tuple[Standing, ...]) -> Headers:
    """What a counted answer says: the limits it was counted under, and what is left of each."""
    return [
        (b"ratelimit-policy", b", ".join([_told(each.policy) for each in standings])),
        (b"ratelimit", b", ".join([_left(each) for each in standings])),
    ]


@lru_cache(64)
def _told(policy: Policy) -> bytes:
    return b'"%b";q=%d;w=%d' % (policy.name.encode(), policy.quota, policy.window_seconds)


def _left(standing: Standing) -> bytes:
    return b'"%b";r=%d;t=%d' % (
        standing.policy.name.encode(),
        standing.remaining,
        _whole(standing.seconds),
    )


def _whole(seconds: float) -> int:
    """Never before the window ends."""
    return int(seconds) + 1
