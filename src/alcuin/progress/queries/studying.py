"""Whether somebody may study a course just now, asked as cheaply as can be.

Reading content is what learners do most. Three tables answer for them; whoever is not
simply enrolled (staff, administrators, strangers, the withdrawn) is answered by
`relations`, which asks six.
"""

from uuid import UUID

from alcuin.catalog import StoredBody
from alcuin.kit.db import Conn

_STUDYING = """
  from live_session w
    join course_progress cp on cp.user_id = w.user_id and cp.course_id = $3
    {more}
  where w.id = $1 and w.user_id = $2 and w.verified and w.role <> 'ADMIN' and cp.active
    and not exists (
      select from course_staff m where m.user_id = w.user_id and m.course_id = cp.course_id)
"""
IS_STUDYING = "select true" + _STUDYING.format(more="")
BODY_TO_STUDY = "select b.hash, b.body" + _STUDYING.format(
    more="""join release_body b
      on b.course_id = cp.course_id and b.number = $4 and b.audience = 'LEARNER'"""
)


async def is_studying(conn: Conn, session_id: UUID, user_id: UUID, course_id: UUID) -> bool:
    """Signed in, verified, enrolled, and nothing else in this course."""
    found = await conn.value(bool, IS_STUDYING, session_id, user_id, course_id)
    return found is True


async def find_body_to_study(
    conn: Conn, session_id: UUID, user_id: UUID, course_id: UUID, release: int
) -> StoredBody | None:
    """As `is_studying`, with the words of the release in the same look."""
    return await conn.maybe(StoredBody, BODY_TO_STUDY, session_id, user_id, course_id, release)


async def studies_with(conn: Conn, user_id: UUID, course_id: UUID, media_id: UUID) -> bool:
    """Whether somebody is enrolled in an open course whose current release shows this file."""
    found = await conn.value(
        bool,
        """
        select true
        from course_progress cp
          join course c on c.id = cp.course_id and c.open and c.trashed_at is null
          join release_media r
            on r.course_id = c.id and r.release = c.release and r.media_id = $3
        where cp.user_id = $1 and cp.course_id = $2 and cp.active
        """,
        user_id,
        course_id,
        media_id,
    )
    return found is True
