"""Statements that forget what is past its time, at most so many rows each.

They are much alike and written out all the same: each is read, planned and tested as it is.
"""

from alcuin.kit.db import Conn


async def prune_refresh_tokens(conn: Conn, most: int) -> int:
    """Forget tokens that expired more than a day ago: nobody can spend them."""
    return await conn.run(
        """
        delete from refresh_token where ctid = any(array(
          select ctid from refresh_token where expires_at < kit_now() - interval '1 day'
          order by expires_at limit $1 for update skip locked))
        """,
        most,
    )


async def prune_sessions(conn: Conn, most: int) -> int:
    """Forget sessions that ended more than 30 days ago, with what would have renewed them."""
    return await conn.run(
        """
        delete from session where ctid = any(array(
          select ctid from session
          where least(revoked_at, expires_at) < kit_now() - interval '30 days'
          order by least(revoked_at, expires_at) limit $1 for update skip locked))
        """,
        most,
    )


async def prune_one_time_tokens(conn: Conn, most: int) -> int:
    """Forget links that expired more than a day ago. They live for a day: the table is small."""
    return await conn.run(
        """
        delete from one_time_token where ctid = any(array(
          select ctid from one_time_token where expires_at < kit_now() - interval '1 day'
          order by expires_at limit $1 for update skip locked))
        """,
        most,
    )


async def prune_sign_ins(conn: Conn, most: int) -> int:
    """Forget attempts to sign in that are older than 90 days."""
    return await conn.run(
        """
        delete from sign_in where ctid = any(array(
          select ctid from sign_in where at < kit_now() - interval '90 days'
          order by at limit $1 for update skip locked))
        """,
        most,
    )


async def prune_email_changes(conn: Conn, most: int) -> int:
    """Forget changes that nobody can undo any more: a day after the links have died."""
    return await conn.run(
        """
        delete from email_change where ctid = any(array(
          select ctid from email_change where asked_at < kit_now() - interval '8 days'
          order by asked_at limit $1 for update skip locked))
        """,
        most,
    )
