"""Refusals of this room."""

from alcuin.kit.problems import Conflict, Forbidden, Gone, NotFound, TooMany, Unauthenticated


class WrongCredentials(Unauthenticated):
    """The address or the password is wrong."""

    code = "wrong_credentials"


class Suspended(Unauthenticated):
    """This account is suspended. Ask an administrator."""

    code = "suspended"


class AccountClosed(Unauthenticated):
    """You have closed this account. You may restore it until it is erased."""

    code = "account_closed"


class SessionEnded(Unauthenticated):
    """This session has ended. Sign in again."""

    code = "session_ended"


class TooManySignIns(TooMany):
    """Too many failed sign-ins. Wait a while or sign in on a device you have used before."""

    code = "too_many_sign_ins"


class TooManyLetters(TooMany):
    """This address was sent several letters within the hour. Look among them, or wait."""

    code = "too_many_letters"


class SignInExpired(Unauthenticated):
    """This sign-in is over. Begin again with your password."""

    code = "sign_in_expired"


class WrongSecondFactor(Unauthenticated):
    """This code is wrong, too old or was used before."""

    code = "wrong_second_factor"


class TooManyCodes(TooMany):
    """Too many wrong codes. Wait a while."""

    code = "too_many_codes"


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


class WrongCode(Forbidden):
    """This code is wrong, too old or was used before."""

    code = "wrong_code"


class ProofRequired(Forbidden):
    """Prove again that it is you: this is sensitive, and your last proof is ten minutes old."""

    code = "proof_required"


class AccountNotClosed(Conflict):
    """This account is open already."""

    code = "account_not_closed"


class PasswordChangedMeanwhile(Conflict):
    """The password was changed by another request. Try again with the new one."""

    code = "password_changed_meanwhile"


class SecondFactorOn(Conflict):
    """A second factor is on already. Turn it off before you set up another one."""

    code = "second_factor_on"


class SecondFactorOff(Conflict):
    """There is no second factor to do this with."""

    code = "second_factor_off"


class TooManyTokens(Conflict):
    """You have 50 tokens. Revoke one that is not needed any more."""

    code = "too_many_tokens"


class TokenNotFound(NotFound):
    """You have no such token."""

    code = "token_not_found"


class UserNotFound(NotFound):
    """There is no such user."""

    code = "user_not_found"


class SessionNotFound(NotFound):
    """You have no such session."""

    code = "session_not_found"
