"""Refusals as typed values: a status, a stable code, a sentence for people, facts as fields.

A refusal's class docstring is the text people read; `kit.http` turns every one of
them into `application/problem+json` (RFC 9457) at one place. Facts are keyword
arguments and appear in the answer beside the code, in camel case.
"""

from typing import Any, ClassVar

import msgspec


class FieldError(msgspec.Struct, frozen=True):
    """One thing wrong with one place of a request.

    `pointer` is a JSON pointer into the body (`/sections/0/title`), or
    `?limit` for a query parameter, or `If-Match` for a header.
    """

    pointer: str
    message: str
    code: str = "invalid"


class Problem(Exception):
    """The request was refused."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "problem"

    def __init__(self, detail: str | None = None, **facts: Any) -> None:  # Any: facts are JSON
        self.detail = detail or " ".join((self.__doc__ or "").split())
        self.facts = facts
        super().__init__(self.detail)

    @property
    def title(self) -> str:
        """The sentence for clients that show one line."""
        return self.detail.split(". ")[0].rstrip(".")

    @property
    def headers(self) -> dict[str, str]:
        """Headers that the answer must carry."""
        return {}


class Unreadable(Problem):
    """The request could not be read."""

    status = 400
    code = "unreadable"


class Unauthenticated(Problem):
    """Sign in to do this."""

    status = 401
    code = "unauthenticated"

    @property
    def headers(self) -> dict[str, str]:
        return {"www-authenticate": 'Bearer realm="alcuin"'}


class Forbidden(Problem):
    """You may not do this."""

    status = 403
    code = "forbidden"


class NotFound(Problem):
    """There is nothing here that you may see."""

    status = 404
    code = "not_found"


class Conflict(Problem):
    """This does not fit the present state."""

    status = 409
    code = "conflict"


class Gone(Problem):
    """This was here once and is no more."""

    status = 410
    code = "gone"


class Stale(Problem):
    """Somebody changed this since you read it. Read it again and repeat your change."""

    status = 412
    code = "stale"


class TooLarge(Problem):
    """The request is larger than allowed."""

    status = 413
    code = "too_large"


class WrongType(Problem):
    """The content type is not one that is understood here."""

    status = 415
    code = "wrong_type"


class Invalid(Problem):
    """Some values are not allowed."""

    status = 422
    code = "invalid"

    def __init__(
        self, *errors: FieldError, detail: str | None = None, **facts: Any
    ) -> None:  # Any: as above
        super().__init__(detail, **facts)
        self.errors = list(errors)

    @classmethod
    def at(cls, pointer: str, message: str, code: str = "invalid") -> "Invalid":
        """Refuse one field."""
        return cls(FieldError(pointer, message, code))


class PreconditionRequired(Problem):
    """Send If-Match with the ETag that you read, or * to overwrite."""

    status = 428
    code = "precondition_required"


class _Later(Problem):
    """Try again later."""

    def __init__(
        self, detail: str | None = None, *, retry_after: int = 1, **facts: Any
    ) -> None:  # Any: as above
        super().__init__(detail, **facts)
        self.retry_after = retry_after

    @property
    def headers(self) -> dict[str, str]:
        return {"retry-after": str(self.retry_after)}


class TooMany(_Later):
    """Too many requests. Try again later."""

    status = 429
    code = "too_many"


class Unavailable(_Later):
    """The service cannot answer just now. Try again in a moment."""

    status = 503
    code = "unavailable"
