"""Refusals of this room."""

from alcuin.kit.problems import Conflict, Forbidden, Gone, NotFound, TooMany, Unauthenticated


class WrongCredentials(Unauthenticated):
    """The address or the password is wrong."""

    code = "wrong_credentials"


class Suspended(Unauthenticated):
    """This account is suspended. Ask an administrator."""

    code = "suspended"


class SessionEnded(Unauthenticated):
    """This session has ended. Sign in again."""

    code = "session_ended"


class TooManySignIns(TooMany):
    """Too many failed sign-ins. Wait a while or sign in on a device you have used before."""

    code = "too_many_sign_ins"


class TooManyLetters(TooMany):
    """This address was sent several letters within the hour. Look among them, or wait."""

    code = "too_many_letters"


class LinkSpent(Gone):
    """This link was used before or is too old. Ask for a new one."""

    code = "link_spent"


class EmailTaken(Conflict):
    """Somebody with this address exists already."""

    code = "email_taken"


class LastAdministrator(Conflict):
    """This is the last active administrator. Make somebody else one first."""

    code = "last_administrator"


class WrongPassword(Forbidden):
    """This is not your present password."""

    code = "wrong_password"


class PasswordChangedMeanwhile(Conflict):
    """The password was changed by another request. Try again with the new one."""

    code = "password_changed_meanwhile"


class UserNotFound(NotFound):
    """There is no such user."""

    code = "user_not_found"


class SessionNotFound(NotFound):
    """You have no such session."""

    code = "session_not_found"
