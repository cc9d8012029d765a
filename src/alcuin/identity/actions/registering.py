"""Becoming a user."""

from alcuin.identity.actions.letters import request_letter
from alcuin.identity.data import LetterKind, NewUser, Purpose, Registration, User
from alcuin.identity.errors import EmailTaken, LinkSpent
from alcuin.identity.needs import Hasher, Signer
from alcuin.identity.queries import one_time_tokens, users
from alcuin.identity.rules import passwords, people, tokens
from alcuin.kit.actor import Role, System
from alcuin.kit.audit import audit
from alcuin.kit.db import Conn


async def prepare(hasher: Hasher, said: Registration) -> NewUser:
    """Find a registration sound and hash its password. Raises Invalid with every flaw.

    Stands before the transaction: hashing waits in line, and nobody waits there holding a
    connection. It costs the same whether or not somebody has the address (F6).
    """
    email, name = people.normal_email(said.email), people.normal_name(said.name)
    password = passwords.normal_password(said.password)
    people.require(
        people.flaw_of_email(email),
        people.flaw_of_name(name),
        passwords.flaw_of_password(password, email=email, name=name),
        people.flaw_of_time_zone(said.time_zone),
        people.flaw_of_language(said.language),
    )
    return NewUser(
        email=email,
        email_key=people.email_key(email),
        name=name,
        password_hash=await hasher.hash(password),
        time_zone=said.time_zone,
        language=said.language,
    )


async def register(conn: Conn, new: NewUser) -> None:
    """Make a learner of whoever reads the letter; an account that exists stays as it is.

    Who asks learns nothing: both cases run the same statements, and only the letter differs.
    """
    recorded = await users.record_user(conn, new, Role.STUDENT, verified=False)
    kind = LetterKind.VERIFY_EMAIL if recorded.is_new else LetterKind.ALREADY_REGISTERED
    await request_letter(conn, kind, recorded.user_id, new.email_key)


async def verify_email(conn: Conn, token: str) -> None:
    """Believe that the holder of the token reads the address."""
    holder = await one_time_tokens.use_token(conn, tokens.digest(token), Purpose.VERIFY_EMAIL)
    if holder is None or holder.user_id is None:
        raise LinkSpent
    await users.verify_email(conn, holder.user_id)


async def create_user(conn: Conn, actor: System, new: NewUser, role: Role) -> User:
    """Add a person whose address somebody vouches for. Raises EmailTaken."""
    recorded = await users.record_user(conn, new, role, verified=True)
    if not recorded.is_new:
        raise EmailTaken
    await audit(
        conn,
        actor,
        "user.create",
        subject_kind="user",
        subject_id=recorded.user_id,
        facts={"role": role},
    )
    return await users.get_user(conn, recorded.user_id)


async def issue_first_administrator_link(conn: Conn, signer: Signer, public_url: str) -> str | None:
    """A link that makes its holder the first administrator; None where there is one.

    A link printed earlier ends here, so that only the newest counts.
    """
    if await users.has_administrator(conn):
        return None
    await one_time_tokens.drop_tokens_of_nobody(conn)
    token, purpose = signer.opaque(), Purpose.FIRST_ADMINISTRATOR
    await one_time_tokens.add_token(
        conn, tokens.digest(token), None, purpose, tokens.ONE_TIME_LIFE[purpose]
    )
    return tokens.link(public_url, purpose, token)


async def redeem_first_administrator_link(conn: Conn, token: str, new: NewUser) -> User:
    """Become the first administrator. Raises LinkSpent once there is one."""
    holder = await one_time_tokens.use_token(
        conn, tokens.digest(token), Purpose.FIRST_ADMINISTRATOR
    )
    if holder is None or await users.has_administrator(conn):
        raise LinkSpent
    return await create_user(conn, System("first administrator's link"), new, Role.ADMIN)
