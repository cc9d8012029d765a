"""What identity announces."""

from uuid import UUID

from alcuin.identity.data.sign_ins import Device
from alcuin.kit.db import Conn
from alcuin.kit.events import Event, record

SIGNED_IN = "SignedIn"


async def announce_sign_in(conn: Conn, user_id: UUID, session_id: UUID, device: Device) -> None:
    """Record that somebody signed in, and whether on a device that had before; never where."""
    data: dict[str, object] = {"device": device.value.lower(), "session": str(session_id)}
    await record(conn, Event(kind=SIGNED_IN, user_id=user_id, data=data))
