"""Statements about what passwords are checked against."""

from uuid import UUID

from alcuin.identity.data import Credential
from alcuin.kit.db import Conn


async def find_credential(conn: Conn, email_key: str) -> Credential | None:
    return await conn.maybe(
        Credential,
        """
        select id as user_id, email, name, password_hash, suspended_at is not null as suspended,
          exists (select 1 from second_factor f
                  where f.user_id = app_user.id and f.confirmed_at is not null)
            as has_second_factor
        from app_user where email_key = $1
        """,
        email_key,
    )


async def get_credential_of(conn: Conn, user_id: UUID) -> Credential:
    return await conn.one(
        Credential,
        """
        select id as user_id, email, name, password_hash, suspended_at is not null as suspended,
          exists (select 1 from second_factor f
                  where f.user_id = app_user.id and f.confirmed_at is not null)
            as has_second_factor
        from app_user where id = $1
        """,
        user_id,
    )


async def replace_password(conn: Conn, user_id: UUID, old_hash: str, new_hash: str) -> bool:
    """Set the password unless another request was faster."""
    return bool(
        await conn.run(
            """
            update app_user
            set password_hash = $3, revision = revision + 1, updated_at = kit_now()
            where id = $1 and password_hash = $2
            """,
            user_id,
            old_hash,
            new_hash,
        )
    )
