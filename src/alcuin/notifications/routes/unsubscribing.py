"""Turning letters off without signing in, from the letter itself."""

from typing import Annotated

import msgspec

from alcuin.kit.http import Request, Response, Route, Who, count, edge, get, post
from alcuin.kit.http.answers import HTML
from alcuin.notifications.actions import mailing as actions
from alcuin.notifications.errors import UnsubscribeLinkUnknown
from alcuin.notifications.letters import page
from alcuin.notifications.needs import LinkSigner, Look

SMALL = 4_096
PATH = f"{actions.PATH}/{{token:str}}"
Token = Annotated[str, msgspec.Meta(max_length=1_000)]


def unsubscribing_routes(signer: LinkSigner, look: Look) -> list[Route]:
    """The link of letters, as people open it and as mail programs call it."""

    def shown(link: actions.Link, *, is_done: bool) -> Response[str]:
        said = page(link.kind, link.language, look, is_done=is_done)
        return Response(said.encode(), media_type=HTML)

    @get(PATH, who=Who.PUBLIC, refuses=(UnsubscribeLinkUnknown,), any_query=True)
    async def show_unsubscribing(request: Request, token: Token) -> Response[str]:
        """Show a page that asks whether to unsubscribe. It changes nothing: scanners open links.

        It speaks the language of the account, as the letter does.
        """
        async with edge(request) as at:
            return shown(await actions.read_link(at.conn, signer, token), is_done=False)

    @post(
        PATH,
        who=Who.PUBLIC,
        refuses=(UnsubscribeLinkUnknown,),
        any_query=True,
        any_body=True,
        from_memory=True,
        body_limit=SMALL,
    )
    async def unsubscribe(request: Request, token: Token) -> Response[str]:
        """Send no more letters of this kind, whoever asks by its link (RFC 8058).

        As often as you like. Whatever the body says is ignored.
        """
        said = signer.read_unsubscribe(token)
        # A provider of mail asks for thousands of people from a few addresses.
        await count(request.scope, said[0] if said else None)
        async with edge(request) as at:
            return shown(await actions.unsubscribe(at.conn, signer, token), is_done=True)

    return [show_unsubscribing, unsubscribe]
