"""How often somebody may try."""

import ipaddress
from uuid import UUID

import msgspec

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


def network(address: str) -> str:
    """What one customer of a provider has: an IPv4 address, or 2^64 of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:  # noqa: PLR2004  the version of the protocol
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def password_limits(user_id: UUID) -> tuple[Limit, ...]:
    """Guesses at the present password by somebody who found a session open."""
    return (Limit(f"password:{user_id}", 5),)
