"""Operations that are done once however often they are asked for, by Idempotency-Key."""

from typing import Any

from alcuin.kit.actor import Person
from alcuin.kit.db import Conn
from alcuin.kit.http.answers import Response
from alcuin.kit.http.replay import Replayed
from alcuin.kit.http.visit import Visit
from alcuin.kit.idempotency import Asked, asked, find_first_answer, keep

KEPT_HEADERS = ("location",)


def asked_once(scope: Any, visit: Visit, person: Person) -> Asked | None:  # Any: Litestar's scope
    """What is being asked, where the client gave it a key."""
    key = visit.headers.get(b"idempotency-key")
    if key is None:
        return None
    route = f"{scope['method']} {scope['path']}"
    return asked(person.user_id, route, key.decode("latin-1"), visit.body)


async def replay(conn: Conn, ask: Asked) -> None:
    """Raise the first answer again. Raises InFlight and OtherBody."""
    first = await find_first_answer(conn, ask)
    if first:
        response = Response[object](first.answer, status=first.status)
        for name, value in first.headers.items():
            response.set_header(name, value)
        raise Replayed(response)


async def keep_answer(
    conn: Conn,
    ask: Asked,
    answered: Response[Any] | None,  # Any: each operation answers its own shape
) -> None:
    """Keep what the operation answered, in its own transaction."""
    if answered is None:
        raise TypeError(f"{ask.route}: an operation that is done once answers inside its edge")
    headers = {
        name.decode(): value.decode()
        for name, value in answered.headers
        if name.decode() in KEPT_HEADERS
    }
    await keep(conn, ask, answered.status, headers, answered.body)
