"""Personal access tokens."""

from uuid import UUID

from alcuin.identity.actions.proving import require_recent_proof
from alcuin.identity.data.access_tokens import AccessToken, Issued, NewToken
from alcuin.identity.errors import TokenNotFound, TooManyTokens
from alcuin.identity.needs import Signer
from alcuin.identity.queries import access_tokens, users
from alcuin.identity.rules import tokens
from alcuin.identity.rules.access_tokens import MOST_TOKENS, sound_token
from alcuin.kit.actor import Person
from alcuin.kit.audit import audit
from alcuin.kit.db import Conn


async def list_tokens(conn: Conn, person: Person) -> list[AccessToken]:
    """Those that count now, the newest first."""
    return await access_tokens.list_tokens(conn, person.user_id)


async def issue_token(conn: Conn, signer: Signer, person: Person, said: NewToken) -> Issued:
    """Raises ProofRequired, TooManyTokens, Invalid.

    The text carries 256 random bits, and its hash alone is stored (B10).
    """
    await require_recent_proof(conn, person)
    new = sound_token(said)
    await users.lock_user(conn, person.user_id)
    if len(await access_tokens.list_tokens(conn, person.user_id)) >= MOST_TOKENS:
        raise TooManyTokens
    text = f"{tokens.ACCESS_TOKEN_MARK}{signer.opaque()}"
    token = await access_tokens.add_token(
        conn, person.user_id, tokens.digest(text), new.name, new.scopes, days=new.expires_in_days
    )
    facts = {"scopes": list(new.scopes), "days": new.expires_in_days}
    await _note(conn, person, "access_token.issue", token.id, facts)
    return Issued(token, text)


async def revoke_token(conn: Conn, person: Person, token_id: UUID) -> None:
    """Effective with its very next request. Raises TokenNotFound for all but one's own."""
    if not await access_tokens.revoke(conn, person.user_id, token_id):
        raise TokenNotFound
    await _note(conn, person, "access_token.revoke", token_id, {})


async def _note(
    conn: Conn, person: Person, action: str, token_id: UUID, facts: dict[str, object]
) -> None:
    await audit(conn, person, action, subject_kind="access_token", subject_id=token_id, facts=facts)
