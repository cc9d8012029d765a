"""One's own profile: identity's, with the avatar that this room knows."""

from uuid import UUID

from alcuin.identity import Scope, hold_me
from alcuin.identity import edit_me as edit_profile
from alcuin.identity import get_me as get_profile
from alcuin.kit.http import Envelope, Request, Response, Who, edge, edit, get, read_edit
from alcuin.media.actions.avatars import find_avatar, set_avatar
from alcuin.media.schemas import Me, MeBody

SMALL = 64_000
"""Bytes of a body: nothing in it is long."""


@get("/api/auth/me", who=Who.SIGNED_IN, scope=Scope.READ)
async def get_me(request: Request) -> Response[Envelope[Me]]:
    """Show your own account, with the revision that an edit names."""
    async with edge(request) as at:
        me = await get_profile(at.conn, at.person)
        shown = Me.of(me, await find_avatar(at.conn, at.person))
        return at.answer(shown, etag=str(me.revision))


@edit("/api/auth/me", who=Who.SIGNED_IN, if_match=True, body=MeBody, body_limit=SMALL)
async def edit_me(request: Request) -> Response[Envelope[Me]]:
    """Change your name, time zone, language, avatar or metadata; what is left out stays."""
    async with edge(request) as at:
        held = await hold_me(at.conn, at.person)
        at.if_match(held.revision)
        before = Me.of(held, await find_avatar(at.conn, at.person))
        said = await read_edit(request, MeBody, current=before)
        me = await edit_profile(at.conn, held, said.edit())
        if isinstance(said.avatar, str | None) and said.avatar != before.avatar:
            named = UUID(said.avatar.rpartition("/")[2]) if said.avatar else None
            await set_avatar(at.conn, at.person, named)
        shown = Me.of(me, await find_avatar(at.conn, at.person))
        return at.answer(shown, etag=str(me.revision))


ROUTES = (get_me, edit_me)
