"""Letters about notices: sent by a job each, and turned off by their readers."""

from uuid import UUID

import msgspec

from alcuin.kit.db import Conn, Database
from alcuin.kit.letters import USUAL_LANGUAGE
from alcuin.kit.mail import Mail
from alcuin.notifications.data.notices import NoticeKind
from alcuin.notifications.data.preferences import ALWAYS_MAILED
from alcuin.notifications.errors import UnsubscribeLinkUnknown
from alcuin.notifications.letters import Letter, write
from alcuin.notifications.needs import LinkSigner
from alcuin.notifications.queries import changing, mailing

PATH = "/api/notifications/unsubscribe"
_TURNED_OFF = {kind.value: kind for kind in NoticeKind if kind not in ALWAYS_MAILED}


class Link(msgspec.Struct, frozen=True):
    """What a link turns off, and in which language its person reads."""

    kind: NoticeKind
    language: str


async def send_letter(
    database: Database, signer: LinkSigner, mail: Mail, public_url: str, notice_id: UUID
) -> None:
    """Send a letter, unless it was sent or nobody is to have it any more.

    Killed between sending and noting so, it sends the same letter again under the same
    Message-ID, by which mail servers and programs know it: a letter is never lost.
    """
    async with database.transaction() as conn:
        due = await mailing.find_due(conn, notice_id)
        notice = await mailing.get_notice(conn, notice_id) if due else None
    if due is None or notice is None:
        return
    token = signer.unsubscribe(due.user_id, notice.kind)
    letter = Letter(
        to=due.email,
        language=due.language,
        time_zone=due.time_zone,
        public_url=public_url,
        unsubscribe=None if notice.kind in ALWAYS_MAILED else f"{public_url}{PATH}/{token}",
    )
    await mail.send(write(notice, letter))
    async with database.transaction() as conn:
        await mailing.note_sent(conn, notice_id)


async def read_link(conn: Conn, signer: LinkSigner, token: str) -> Link:
    """Raises UnsubscribeLinkUnknown."""
    user_id, kind = _said(signer, token)
    return await _link(conn, user_id, kind)


async def unsubscribe(conn: Conn, signer: LinkSigner, token: str) -> Link:
    """Send no more letters of this kind, however often it is said. Raises as above."""
    user_id, kind = _said(signer, token)
    await changing.unsubscribe(conn, user_id, kind)
    return await _link(conn, user_id, kind)


def _said(signer: LinkSigner, token: str) -> tuple[UUID, NoticeKind]:
    said = signer.read_unsubscribe(token)
    if said is None or said[1] not in _TURNED_OFF:
        raise UnsubscribeLinkUnknown
    return said[0], _TURNED_OFF[said[1]]


async def _link(conn: Conn, user_id: UUID, kind: NoticeKind) -> Link:
    """The language of the account now, which may have changed since the letter."""
    return Link(kind, await mailing.find_language(conn, user_id) or USUAL_LANGUAGE)
