"""When somebody must prove again who they are, and how they can."""

from datetime import timedelta

from alcuin.identity.data.proofs import Standing, Way
from alcuin.identity.errors import ProofRequired

PROOF_LIFE = timedelta(minutes=10)
"""A session left open is somebody else's after that, as far as what is sensitive goes."""


def ways(*, has_second_factor: bool) -> tuple[Way, ...]:
    """What proves it: with a second factor on, the password alone does not.

    Whoever has found a session open and knows the password could otherwise take the
    second factor away.
    """
    return (Way.TOTP, Way.BACKUP_CODE) if has_second_factor else (Way.PASSWORD,)


def require_recent(standing: Standing) -> None:
    """Raises ProofRequired, which says how."""
    if not standing.is_recent:
        raise ProofRequired(methods=ways(has_second_factor=standing.has_second_factor))
