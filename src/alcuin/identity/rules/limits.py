"""How often somebody may try."""

from uuid import UUID

import msgspec

from alcuin.kit.limits.addresses import network

GUESS_WINDOW_SECONDS = 15 * 60
LETTER_WINDOW_SECONDS = 60 * 60
LETTERS = 5


class Limit(msgspec.Struct, frozen=True):
    """At most so many attempts under one key within a window."""

    key: str
    attempts: int


def sign_in_limits(email_key: str, address: str, device: str | None) -> tuple[Limit, ...]:
    """The three counters: one guesser, many accounts from one place, one account from many.

    A device that signed in to this account before has a counter of its own instead, so that
    nobody can lock a person out by failing in their name. The order is the same for
    everybody, so two sign-ins never wait for each other in a circle.
    """
    if device:
        return (Limit(f"sign-in:device:{device}", 5),)
    place = network(address)
    return (
        Limit(f"sign-in:both:{email_key}:{place}", 5),
        Limit(f"sign-in:address:{place}", 50),
        Limit(f"sign-in:account:{email_key}", 50),
    )


def password_limits(user_id: UUID) -> tuple[Limit, ...]:
    """Guesses at the present password by somebody who found a session open."""
    return (Limit(f"password:{user_id}", 5),)


def code_limits(user_id: UUID, address: str) -> tuple[Limit, ...]:
    """Guesses at codes, by whoever knows the password or has found a session open.

    Ten in 15 minutes, where three of a million codes are right, find one in a year or two.
    """
    place = network(address)
    return (
        Limit(f"second-factor:user:{user_id}", 10),
        Limit(f"second-factor:address:{place}", 50),
    )
