"""One's own profile: identity's, with the avatar of media, days of activity and points."""

from alcuin.achievements.actions.reading import find_points
from alcuin.achievements.schemas.own import SMALL, Me, MeBody
from alcuin.activity import find_days
from alcuin.identity import Scope, User, hold_me
from alcuin.identity import edit_me as edit_profile
from alcuin.identity import get_me as get_profile
from alcuin.kit.http import Edge, Envelope, Request, Response, Who, edge, edit, get, read_edit
from alcuin.media import avatar_id, find_avatar, set_avatar


@get("/api/auth/me", who=Who.SIGNED_IN, scope=Scope.READ)
async def get_me(request: Request) -> Response[Envelope[Me]]:
    """Show your own account, with the revision that an edit names."""
    async with edge(request) as at:
        me = await get_profile(at.conn, at.person)
        return at.answer(await _shown(at, me), etag=str(me.revision))


@edit("/api/auth/me", who=Who.SIGNED_IN, if_match=True, body=MeBody, body_limit=SMALL)
async def edit_me(request: Request) -> Response[Envelope[Me]]:
    """Change your name, time zone, language, avatar or metadata; what is left out stays."""
    async with edge(request) as at:
        held = await hold_me(at.conn, at.person)
        at.if_match(held.revision)
        before = await _shown(at, held)
        said = await read_edit(request, MeBody, current=before)
        me = await edit_profile(at.conn, held, said.edit())
        if isinstance(said.avatar, str | None) and said.avatar != before.avatar:
            await set_avatar(at.conn, at.person, avatar_id(said.avatar))
        return at.answer(await _shown(at, me), etag=str(me.revision))


async def _shown(at: Edge, user: User) -> Me:
    return Me.of(
        user,
        await find_avatar(at.conn, at.person),
        await find_days(at.conn, user.id),
        await find_points(at.conn, user.id),
    )


ROUTES = (get_me, edit_me)
