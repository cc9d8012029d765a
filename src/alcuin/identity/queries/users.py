"""Statements about people."""

from uuid import UUID

import msgspec

from alcuin.identity.data import NewUser, Profile, User
from alcuin.identity.errors import UserNotFound
from alcuin.kit.actor import Role
from alcuin.kit.db import Conn


class Recorded(msgspec.Struct, frozen=True):
    """Whose address it is, and whether that is news."""

    user_id: UUID
    is_new: bool


class Held(msgspec.Struct, frozen=True):
    """A person whose row is locked."""

    id: UUID


async def record_user(conn: Conn, new: NewUser, role: Role, *, verified: bool) -> Recorded:
    """Add a person, or find the one who has the address: one statement either way."""
    # The update changes nothing; it makes the existing row answer, also one that another
    # transaction has committed a moment ago, which `do nothing` would hide from us.
    return await conn.one(
        Recorded,
        """
        insert into app_user
          (email, email_key, name, role, password_hash, time_zone, language, email_verified_at)
        values ($1, $2, $3, $4, $5, $6, $7, case when $8::boolean then kit_now() end)
        on conflict (email_key) do update set email_key = app_user.email_key
        returning new.id as user_id, old.id is null as is_new
        """,
        new.email,
        new.email_key,
        new.name,
        role,
        new.password_hash,
        new.time_zone,
        new.language,
        verified,
    )


async def get_user(conn: Conn, user_id: UUID) -> User:
    """A person. Raises UserNotFound."""
    user = await conn.maybe(
        User,
        """
        select id, email, name, role, time_zone, language, email_verified_at, suspended_at,
               metadata, revision, created_at, updated_at
        from app_user where id = $1
        """,
        user_id,
    )
    if user is None:
        raise UserNotFound
    return user


async def lock_user(conn: Conn, user_id: UUID) -> None:
    """Let no other transaction change this person until ours ends."""
    await conn.run("select 1 from app_user where id = $1 for no key update", user_id)


async def find_user_id(conn: Conn, email_key: str) -> UUID | None:
    return await conn.value(UUID, "select id from app_user where email_key = $1", email_key)


async def verify_email(conn: Conn, user_id: UUID) -> None:
    """Note that a letter to the address was read; the first time counts."""
    await conn.run(
        """
        update app_user
        set email_verified_at = kit_now(), revision = revision + 1, updated_at = kit_now()
        where id = $1 and email_verified_at is null
        """,
        user_id,
    )


async def update_profile(conn: Conn, user_id: UUID, profile: Profile) -> None:
    await conn.run(
        """
        update app_user
        set name = $2, time_zone = $3, language = $4, metadata = $5,
            revision = revision + 1, updated_at = kit_now()
        where id = $1
        """,
        user_id,
        profile.name,
        profile.time_zone,
        profile.language,
        profile.metadata,
    )


async def update_standing(conn: Conn, user_id: UUID, role: Role, *, suspended: bool) -> None:
    """Set role and suspension; somebody suspended before stays so since then."""
    await conn.run(
        """
        update app_user
        set role = $2,
            suspended_at = case when $3::boolean then coalesce(suspended_at, kit_now()) end,
            revision = revision + 1, updated_at = kit_now()
        where id = $1
        """,
        user_id,
        role,
        suspended,
    )


async def lock_active_administrators(conn: Conn) -> list[UUID]:
    """Everybody who may administer, held so that no two of them can go at once."""
    held = await conn.all(
        Held,
        """
        select id from app_user
        where role = 'ADMIN' and suspended_at is null and closed_at is null
        order by id for no key update
        """,
    )
    return [row.id for row in held]


async def has_administrator(conn: Conn) -> bool:
    return bool(
        await conn.value(bool, "select exists (select 1 from app_user where role = 'ADMIN')")
    )
