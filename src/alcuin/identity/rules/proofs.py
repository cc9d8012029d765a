"""When somebody must prove again who they are, and how they can."""

from datetime import timedelta

from alcuin.identity.data.proofs import Standing, Way
from alcuin.identity.errors import ProofRequired
from alcuin.kit.problems import Invalid

PROOF_LIFE = timedelta(minutes=10)
"""A session left open is somebody else's after that, as far as what is sensitive goes."""


def ways(*, has_second_factor: bool) -> tuple[Way, ...]:
    """What proves it: with a second factor on, the password alone does not.

    Whoever has found a session open and knows the password could otherwise take the
    second factor away.
    """
    return (Way.TOTP, Way.BACKUP_CODE) if has_second_factor else (Way.PASSWORD,)


def require_one_way(password: str | None, code: str | None) -> None:
    """Raises Invalid where nothing is shown, or both."""
    if password is None and code is None:
        raise Invalid.at("/password", "Say your password or a code.", "one_needed")
    if password is not None and code is not None:
        raise Invalid.at("/code", "Say your password or a code, not both.", "two_ways")


def require_recent(standing: Standing) -> None:
    """Raises ProofRequired, which says how."""
    if not standing.is_recent:
        raise ProofRequired(methods=ways(has_second_factor=standing.has_second_factor))
