"""Statements that write notices, and find those who are told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from alcuin.kit.db import Conn
from alcuin.notifications.data.notices import Told


class Learner(msgspec.Struct, frozen=True):
    """Somebody enrolled, in the order of coming."""

    enrolled_at: datetime
    user_id: UUID


WRITE_NOTICES = """
with wanted as materialized (
  select uuidv7() as id, t.event_id, t.user_id, t.kind, t.course_id, t.data,
    coalesce(p.in_app, t.in_app) as in_app,
    coalesce(p.mail, t.mail) and u.email_verified_at is not null as mail,
    row_number() over (partition by t.user_id order by t.event_id)
      - count(*) over (partition by t.user_id) as place
  from jsonb_to_recordset($1::jsonb) as t (event_id bigint, user_id uuid, kind text,
      course_id uuid, data jsonb, in_app boolean, mail boolean)
    join app_user u on u.id = t.user_id
      and u.closed_at is null and u.suspended_at is null
    left join notification_preference p on p.user_id = t.user_id and p.kind = t.kind
  where (coalesce(p.in_app, t.in_app)
      or coalesce(p.mail, t.mail) and u.email_verified_at is not null)
    and (t.course_id is null or exists (select from course c where c.id = t.course_id))
    and not exists (select from notice n
      where n.event_id = t.event_id and n.user_id = t.user_id)),
box as (
  insert into notice_box as x (user_id, last_number)
  select user_id, count(*) from wanted group by user_id order by user_id
  on conflict (user_id) do update
    set last_number = x.last_number + excluded.last_number
  returning user_id, last_number),
written as (
  insert into notice (id, user_id, number, event_id, kind, course_id, data, in_app)
  select w.id, w.user_id, b.last_number + w.place, w.event_id, w.kind, w.course_id,
    w.data, w.in_app
  from wanted w join box b on b.user_id = w.user_id
  on conflict on constraint notice_once do nothing
  returning id),
mailed as (
  insert into notice_mail (notice_id)
  select w.id from wanted w join written n on n.id = w.id where w.mail
  returning notice_id)
select array(select notice_id from mailed) from
  (select pg_notify('alcuin_notice', '') where exists (select from written)) told
"""


async def write_notices(conn: Conn, told: Sequence[Told]) -> list[UUID]:
    """Write what is wanted and not written yet; answers the notices that letters go out about.

    People are locked in one order by everybody, in their boxes, so that no two writers wait
    for each other, and numbers of one person are committed in their order.
    """
    return (
        await conn.value(
            list[UUID],
            WRITE_NOTICES,
            told,
        )
        or []
    )


async def list_returning(conn: Conn, told: Sequence[Told]) -> list[UUID]:
    """Of people who signed in, those who had before: a first device is not news to anybody.

    Sign-ins are remembered for 90 days; whoever was there before that, has signed in, too.
    """
    found = await conn.value(
        list[UUID],
        """
        select array(
          select u.id
          from unnest($1::bigint[], $2::uuid[]) as t (event_id, user_id)
            join event e on e.id = t.event_id
            join app_user u on u.id = t.user_id
          where u.created_at < e.at - interval '90 days' or exists (
            select from sign_in s
            where s.user_id = u.id and s.outcome = 'SIGNED_IN' and s.at < e.at))
        """,
        [each.event_id for each in told],
        [each.user_id for each in told],
    )
    return found or []


async def list_staff(conn: Conn, course_id: UUID, release: int) -> list[UUID]:
    """Who teaches a course, without the one who published this release."""
    found = await conn.value(
        list[UUID],
        """
        select array(
          select s.user_id from course_staff s
          where s.course_id = $1 and s.user_id not in (
            select r.published_by from release r where r.course_id = $1 and r.number = $2)
          order by s.user_id)
        """,
        course_id,
        release,
    )
    return found or []


async def list_learners(
    conn: Conn, course_id: UUID, event_id: int, after: Learner, limit: int
) -> list[Learner]:
    """Who was enrolled when the event happened, and is; the next after somebody."""
    return await conn.all(
        Learner,
        """
        select enrolled_at, user_id from enrollment
        where course_id = $1 and withdrawn_at is null and (enrolled_at, user_id) > ($3, $4)
          and enrolled_at < (select at from event where id = $2)
        order by enrolled_at, user_id limit $5
        """,
        course_id,
        event_id,
        after.enrolled_at,
        after.user_id,
        limit,
    )
