"""Pages of a list: by number near its start, by cursor as deep as one likes."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar

import msgspec

from alcuin.kit.problems import Invalid

T = TypeVar("T")
U = TypeVar("U")

DEEPEST = 1_000
"""Rows that `page` reaches: PostgreSQL walks over every row that OFFSET skips."""


class Paging(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The query parameters of a list; a list's own filters are fields of a child."""

    page: Annotated[int, msgspec.Meta(ge=1, le=DEEPEST, description="Which page.")] = 1
    limit: Annotated[int, msgspec.Meta(ge=1, le=100, description="Rows a page.")] = 10
    cursor: Annotated[str, msgspec.Meta(max_length=1_000)] | None = None
    """Where the page before ended, from its `pagination`."""

    def __post_init__(self) -> None:
        if self.page * self.limit > DEEPEST:
            raise Invalid.at(
                "?page", f"Pages end at row {DEEPEST}. Use cursor to go on.", "use_cursor"
            )

    @property
    def offset(self) -> int:
        """Rows before this page; 0 where a cursor says where it starts."""
        return 0 if self.cursor else (self.page - 1) * self.limit

    def require_no_cursor(self) -> None:
        """For lists that hand none out: one that is given all the same is not one of ours."""
        if self.cursor is not None:
            raise _refused()


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """A page of a list, as an action answers it."""

    items: list[T]
    total: int
    page: int
    limit: int
    total_is_lower_bound: bool = False
    next_cursor: str | None = None

    def showing(self, view: Callable[[T], U]) -> "Page[U]":
        """The same page, each row as `view` shows it."""
        return Page(
            items=[view(item) for item in self.items],
            total=self.total,
            page=self.page,
            limit=self.limit,
            total_is_lower_bound=self.total_is_lower_bound,
            next_cursor=self.next_cursor,
        )


class Cursors:
    """Makes and reads cursors: opaque, and refused when anybody changed a letter.

    `purpose` names the list, so that a cursor of one list does not open another. Those made
    with the previous key still open: somebody was reading a list while the key was changed.
    """

    def __init__(self, key: bytes, previous: bytes | None = None) -> None:
        given = [key] if previous is None else [key, previous]
        self._keys = [hashlib.sha256(b"cursor\0" + each).digest() for each in given]

    def seal(self, values: object, purpose: str = "") -> str:
        """Turn the sort key of a page's last row into text for a URL."""
        body = msgspec.json.encode(values)
        mark = _mark(self._keys[0], body, purpose)
        return base64.urlsafe_b64encode(mark + body).decode().rstrip("=")

    def open(self, text: str, purpose: str = "") -> Any:  # Any: what was sealed, as JSON
        """Read what `seal` was given. Raises Invalid for anything it did not make."""
        try:
            sealed = base64.b64decode(
                text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True
            )
        except ValueError:
            raise _refused() from None
        mark, body = sealed[:16], sealed[16:]
        if not any(hmac.compare_digest(mark, _mark(key, body, purpose)) for key in self._keys):
            raise _refused()
        return msgspec.json.decode(body)


def _mark(key: bytes, body: bytes, purpose: str) -> bytes:
    return hmac.digest(key, purpose.encode() + b"\0" + body, "sha256")[:16]


def _refused() -> Invalid:
    return Invalid.at(
        "?cursor", "This cursor is not one of ours. Start again without it.", "cursor"
    )
