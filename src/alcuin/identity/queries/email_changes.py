"""Statements about changes of address, and the tokens that confirm and undo them."""

from datetime import timedelta
from uuid import UUID

import msgspec

from alcuin.identity.data import Purpose
from alcuin.identity.data.email_changes import EmailChange, NewAddress
from alcuin.kit.actor import Person
from alcuin.kit.db import Conn


class Asked(msgspec.Struct, frozen=True):
    """A change that was just stored."""

    id: UUID


async def add_change(conn: Conn, person: Person, new: NewAddress) -> UUID:
    """Ask for another address in place of whatever was asked for before."""
    asked = await conn.one(
        Asked,
        """
        with others as (
          update email_change set ended_at = kit_now() where user_id = $1 and ended_at is null
        )
        insert into email_change (user_id, session_id, old_email, old_email_key, old_verified_at,
          new_email, new_email_key)
        select id, $2, email, email_key, email_verified_at, $3, $4 from app_user where id = $1
        returning id
        """,
        person.user_id,
        person.session_id,
        new.email,
        new.key,
    )
    return asked.id


async def get_change(conn: Conn, change_id: UUID) -> EmailChange | None:
    """A change that somebody may still be told about."""
    return await conn.maybe(
        EmailChange,
        """
        select id, user_id, session_id, old_email, old_email_key, old_verified_at,
          new_email, new_email_key
        from email_change where id = $1
        """,
        change_id,
    )


async def add_token(
    conn: Conn, digest: bytes, change: EmailChange, purpose: Purpose, life: timedelta
) -> None:
    await conn.run(
        """
        insert into one_time_token (hash, user_id, purpose, expires_at, email_change_id)
        values ($1, $2, $3, kit_now() + $4::interval, $5)
        """,
        digest,
        change.user_id,
        purpose,
        life,
        change.id,
    )


async def find_change(conn: Conn, digest: bytes, purpose: Purpose) -> EmailChange | None:
    """The change that an unspent token is about."""
    return await conn.maybe(
        EmailChange,
        """
        select c.id, c.user_id, c.session_id, c.old_email, c.old_email_key, c.old_verified_at,
          c.new_email, c.new_email_key
        from one_time_token t join email_change c on c.id = t.email_change_id
        where t.hash = $1 and t.purpose = $2 and t.used_at is null and t.expires_at > kit_now()
        """,
        digest,
        purpose,
    )


async def confirm_change(conn: Conn, change: EmailChange) -> bool:
    """Note that it happens; false where another was asked for, or it was undone."""
    done = await conn.run(
        """
        update email_change set ended_at = kit_now(), confirmed_at = kit_now()
        where id = $1 and ended_at is null
        """,
        change.id,
    )
    return done == 1


async def undo_changes(conn: Conn, change: EmailChange) -> bool:
    """Spend what could confirm or undo this change and those after it; false where it is spent.

    Those before it can still be undone: their addresses are older. A later address must not
    be able to take the account back from an earlier one.
    """
    spent = await conn.run(
        """
        update one_time_token t set used_at = kit_now()
        from email_change c
        where c.id = t.email_change_id and c.user_id = $1 and c.id >= $2
          and t.purpose = 'UNDO_EMAIL' and t.used_at is null and t.expires_at > kit_now()
        """,
        change.user_id,
        change.id,
    )
    return spent > 0


async def end_changes(conn: Conn, user_id: UUID) -> None:
    """What was asked for and not confirmed is not wanted any more."""
    await conn.run(
        "update email_change set ended_at = kit_now() where user_id = $1 and ended_at is null",
        user_id,
    )


async def set_email(conn: Conn, user_id: UUID, new: NewAddress, *, was: str) -> bool:
    """Set the address, which its reader has proven; false where it was not `was` any more.

    Raises Violated where somebody else has it.
    """
    done = await conn.run(
        """
        update app_user
        set email = $2, email_key = $3, email_verified_at = kit_now(),
            revision = revision + 1, updated_at = kit_now()
        where id = $1 and email_key = $4 and closed_at is null
        """,
        user_id,
        new.email,
        new.key,
        was,
    )
    return done == 1


async def take_back(conn: Conn, change: EmailChange, password_hash: str) -> None:
    """The old address again, and a password that nobody knows; a closed account is open again.

    Raises Violated where somebody else has the address.
    """
    await conn.run(
        """
        update app_user
        set email = $2, email_key = $3, email_verified_at = kit_now(), password_hash = $4,
            closed_at = null, revision = revision + 1, updated_at = kit_now()
        where id = $1 and erased_at is null
        """,
        change.user_id,
        change.old_email,
        change.old_email_key,
        password_hash,
    )


async def find_squatter(conn: Conn, user_id: UUID, email_key: str) -> UUID | None:
    """Another account with this address, which nobody has ever proven to read."""
    return await conn.value(
        UUID,
        """
        select id from app_user
        where email_key = $2 and id <> $1 and email_verified_at is null
        for no key update
        """,
        user_id,
        email_key,
    )
