"""Request bodies: bounded while they arrive, then JSON in its strict reading."""

import asyncio
import json
from typing import Any, NoReturn, TypeVar

import msgspec

from alcuin.kit.http.passing import let_pass
from alcuin.kit.http.storable import unstorable_in
from alcuin.kit.http.values import Tree, read_tree
from alcuin.kit.http.visit import Receive, Visit
from alcuin.kit.problems import Problem, TooLarge, Unreadable, WrongType

T = TypeVar("T")

PATIENCE_SECONDS = 60
"""For the rest of a body that did not come at once."""


MOST_PARTS = 250_000
"""Brackets, commas, colons and quotes of a JSON body, texts included.

What they make is built while everybody else waits: so many take a third of a second at worst,
and a million, in the same 10 MB, a second and more. A section whose 200,000 characters are all
quotes stays below.
"""

LONGEST_INTEGER = 400
"""Digits: as many as the largest number that a float can hold."""

_STRUCTURE = b'{[,:"'


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """What a request body is declared as: camel case, and nothing that was not asked for."""


class Nothing(Body, frozen=True):
    """The body of an operation that takes none: empty or `{}`, so that no field is ignored."""


class TooTangled(TooLarge):
    """The JSON has too many parts. Send less at a time."""

    code = "too_tangled"


class TooSlow(Problem):
    """The request body did not arrive in time."""

    status = 408
    code = "too_slow"


class ClientGone(Exception):
    """The client hung up before it had finished asking: nobody is left to answer."""


async def read_body(
    visit: Visit, receive: Receive, limit: int, *, patience: float = PATIENCE_SECONDS
) -> bytes:
    """Receive the body, counting. Raises TooLarge, WrongType, TooSlow or ClientGone."""
    try:
        require_readable(visit, limit)
        message = await receive()
        if message["type"] == "http.request" and not message.get("more_body"):
            body: bytes = message.get("body", b"")
            _require_within(limit, body)
            return body
        async with asyncio.timeout(patience):
            return await _rest(message, receive, limit)
    except TimeoutError:
        raise TooSlow from None
    except (TooLarge, WrongType):
        await let_pass(visit, receive)
        raise


def require_readable(visit: Visit, limit: int) -> None:
    """Refuse what is too large or packed by what is told of it, before any of it is read."""
    told = visit.headers.get(b"content-length", b"0")
    if not told.isdigit():
        raise Unreadable
    if int(told) > limit:
        raise TooLarge(limit=limit)
    if visit.headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise WrongType("Send the body without a content encoding.")


async def _rest(message: Any, receive: Receive, limit: int) -> bytes:  # Any: an ASGI message
    body = bytearray()
    while True:
        if message["type"] != "http.request":
            raise ClientGone
        body += message.get("body", b"")
        _require_within(limit, body)
        if not message.get("more_body"):
            return bytes(body)
        message = await receive()


def _require_within(limit: int, body: bytes | bytearray) -> None:
    if len(body) > limit:
        raise TooLarge(limit=limit)


def parse_json(content_type: bytes, body: bytes) -> Tree:
    """Parse strictly: one value a key, no NaN, no nesting beyond the parser's stack.

    Raises WrongType, TooTangled, Unreadable.
    """
    if content_type.partition(b";")[0].strip().lower() != b"application/json":
        raise WrongType("Send JSON, with the content type application/json.")
    _require_untangled(body)
    try:
        return _parsed(body.decode())
    except RecursionError:
        raise Unreadable("The JSON is nested too deeply.") from None
    except json.JSONDecodeError as wrong:
        raise Unreadable(f"This is not JSON: {wrong.msg}, at {wrong.pos}.") from None
    except UnicodeDecodeError as wrong:
        raise Unreadable(f"The text is not UTF-8, at byte {wrong.start}.") from None
    except ValueError as wrong:  # a number of a million digits
        raise Unreadable("The JSON holds a number that is too long.") from wrong


def _require_untangled(body: bytes) -> None:
    if len(body) > MOST_PARTS and len(body) - len(body.translate(None, _STRUCTURE)) > MOST_PARTS:
        raise TooTangled(limit=MOST_PARTS)


def convert_body(tree: Tree, body: bytes, kind: type[T], decoder: "msgspec.json.Decoder[T]") -> T:
    """Convert a parsed body. Raises Invalid with every error and its JSON pointer."""
    found = unstorable_in(tree, body)
    if not found:
        try:
            return decoder.decode(body)
        except msgspec.DecodeError:
            pass  # walked below, for all errors and for enums in another case
    return read_tree(tree, kind, found=found)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:  # Any: parsed JSON
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("The JSON names a field twice.")
    return found


def _constant(name: str) -> NoReturn:
    raise Unreadable(f"The JSON holds {name}, which JSON does not know.")


def _integer(text: str) -> int:
    if len(text) > LONGEST_INTEGER:  # Python's own bound, 4,300 digits, takes 0.2 ms each
        raise ValueError(text[:LONGEST_INTEGER])
    return int(text)


def _number(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise Unreadable("The JSON holds a number that is too large.")
    return number


_parsed = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_constant, parse_float=_number, parse_int=_integer
).decode
