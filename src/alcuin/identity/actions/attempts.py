"""Counting guesses, exactly, however many processes are asked at once."""

from collections.abc import Sequence

from alcuin.identity.needs import Hasher, Verdict
from alcuin.identity.rules.limits import GUESS_WINDOW_SECONDS, Limit
from alcuin.kit.db import Conn, Database
from alcuin.kit.limits import count_attempt, give_back_attempt
from alcuin.kit.problems import TooMany, Unavailable


async def count(conn: Conn, limits: Sequence[Limit], refusal: type[TooMany]) -> None:
    """Count one guess under each limit. Raises `refusal`, which rolls its own counts back.

    So a counter never passes its limit, and somebody who goes on after the first limit
    fills no other: guessing at an account from one place cannot use up the account's own.
    """
    for limit in limits:
        if await count_attempt(conn, limit.key, GUESS_WINDOW_SECONDS) > limit.attempts:
            raise refusal(retry_after=GUESS_WINDOW_SECONDS)


async def verify_counted(
    database: Database, hasher: Hasher, limits: Sequence[Limit], password: str, known: str | None
) -> Verdict:
    """Check a password whose guess is counted; a right one, or one not looked at, is given back."""
    try:
        verdict = await hasher.verify(password, known)
    except Unavailable:
        await _give_back(database, limits)
        raise
    if verdict.matches:
        await _give_back(database, limits)
    return verdict


async def _give_back(database: Database, limits: Sequence[Limit]) -> None:
    async with database.transaction() as conn:
        await give_back(conn, limits)


async def give_back(conn: Conn, limits: Sequence[Limit]) -> None:
    """Uncount what turned out to be no guess."""
    for limit in limits:
        await give_back_attempt(conn, limit.key, GUESS_WINDOW_SECONDS)
