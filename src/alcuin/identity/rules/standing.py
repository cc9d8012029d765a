"""Who must stay an administrator."""

from uuid import UUID

from alcuin.identity.data import StandingEdit, User
from alcuin.identity.errors import LastAdministrator
from alcuin.kit.actor import Role


def changed_standing(user: User, edit: StandingEdit) -> tuple[Role, bool]:
    """Role and suspension as they will be."""
    suspended = user.suspended_at is not None if edit.suspended is None else edit.suspended
    return edit.role or user.role, suspended


def require_an_administrator_left(
    user: User, role: Role, active_administrators: list[UUID], *, suspended: bool
) -> None:
    """Without an active administrator nobody could ever make another one."""
    stays = role is Role.ADMIN and not suspended
    if not stays and active_administrators == [user.id]:
        raise LastAdministrator
