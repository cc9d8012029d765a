"""The shapes that every successful answer has."""

from typing import Generic, Literal, TypeVar

import msgspec

T = TypeVar("T")


def _yes() -> Literal[True]:
    # A factory and not a default: `omit_defaults` would leave `success` out.
    return True


class Envelope(
    msgspec.Struct, Generic[T], frozen=True, kw_only=True, omit_defaults=True, rename="camel"
):
    """One thing."""

    success: Literal[True] = msgspec.field(default_factory=_yes)
    data: T
    message: str | None = None


class Pagination(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """Where a page stands in its list."""

    page: int
    limit: int
    total: int
    pages: int
    total_is_lower_bound: bool = False
    cursor: str | None = None


class Listing(
    msgspec.Struct, Generic[T], frozen=True, kw_only=True, omit_defaults=True, rename="camel"
):
    """A page of things."""

    success: Literal[True] = msgspec.field(default_factory=_yes)
    data: list[T]
    pagination: Pagination
