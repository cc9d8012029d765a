"""Crediting time: one statement, sent alone, in which the learner's row says what is new.

The upsert locks `credited_time` and subtracts from its newest version, whatever the
statement's snapshot saw, so that two devices are never credited the same second. What it
returns is what it changed; entry and events hang on that. It never notifies (decision 0004).
"""

from uuid import UUID

from alcuin.activity.data.claims import Claim, Credit
from alcuin.kit.db import Conn

CREDIT_TIME = """
with v as materialized (
  select w.user_id, w.time_zone, kit_now() as at, o.release,
    -- The first four hours of the claim, of these what lies in the last day and is no future.
    tstzmultirange(tstzrange(
      greatest($3::timestamptz, n.until - interval '24 hours'),
      greatest($3, n.until - interval '24 hours',
        least($4::timestamptz, $3 + interval '4 hours', n.until)))) as claim,
    case
      when $6::uuid is null then 'taken'
      when o.id is null then 'not_enrolled'
      when $8::uuid is not null and not exists (select from release_section rs
        where rs.section_id = $8 and rs.release = o.release
          and rs.course_id = $6 and rs.lesson_id = $7) then 'not_enrolled'
      when $8 is null and $7::uuid is not null and not exists (select from release_lesson rl
        where rl.lesson_id = $7 and rl.release = o.release and rl.course_id = $6)
        then 'not_enrolled'
      -- A withdrawal that commits while this waits for another device of the learner is not
      -- seen: the time was spent before it.
      when not cp.active then 'withdrawn'
      when not o.open then 'course_closed'
      else 'taken' end as verdict
  from live_session w
    cross join (values (date_trunc('second', kit_now()))) n(until)
    left join course_progress cp on cp.user_id = w.user_id and cp.course_id = $6
    left join course o on o.id = cp.course_id
  where w.id = $1 and w.user_id = $2 and w.verified),
k as (
  insert into credited_time as x (user_id, ranges)
  select user_id, claim from v where verdict = 'taken' and not isempty(claim)
  on conflict (user_id) do update set
    -- Nobody can claim what is older than a day. The hour more is for those who have looked at
    -- the clock already and wait for this lock.
    ranges = excluded.ranges + x.ranges
      * tstzmultirange(tstzrange(upper(excluded.ranges) - interval '25 hours', null))
    where not x.ranges @> excluded.ranges
      -- Who claims every other second would make each claim slower than the one before.
      and pg_column_size(x.ranges) < 4000
  returning new.ranges - coalesce(old.ranges, '{}') as fresh),
-- An entry is too short to touch three dates, and few touch two. Written for few nodes: to make
-- the plan ready for a claim costs more than to run it.
b as materialized (
  select c.*, v.user_id, v.time_zone, v.at, v.release, uuidv7() as id,
    (select sum(date_part('epoch', upper(r) - lower(r)))::int
      from (select unnest(c.fresh) as r) u) as seconds,
    case when c.first_on = c.last_on then 0 else
      (select sum(date_part('epoch', upper(r) - lower(r)))::int
        from (select unnest(c.fresh * tstzmultirange(
          tstzrange(null, day_starts_at(c.last_on, v.time_zone)))) as r) u) end as on_first
  from v cross join lateral (
    select k.fresh, (lower(k.fresh) at time zone v.time_zone)::date as first_on,
      ((upper(k.fresh) - interval '1 second') at time zone v.time_zone)::date as last_on
    from k) c),
e as (
  insert into event (kind, user_id, course_id, lesson_id, section_id, release, time_zone,
    local_on, data, at)
  select 'TimeCredited', b.user_id, $6, $7, $8, b.release, b.time_zone, d.local_on,
    jsonb_build_object('seconds', d.seconds, 'activity', $5::text), b.at
  from b cross join lateral (values
    (b.first_on, b.on_first), (b.last_on, b.seconds - b.on_first)) d(local_on, seconds)
  where d.seconds > 0),
t as (
  insert into time_entry (user_id, id, activity, started_at, ended_at, claimed_seconds,
    credited_seconds, course_id, lesson_id, section_id, recorded_at)
  select b.user_id, b.id, $5, $3, $4, date_part('epoch', $4 - $3)::bigint, b.seconds,
    $6, $7, $8, b.at
  from b)
select v.verdict, b.id, coalesce(b.seconds, 0) as credited_seconds
from v left join b on true
"""


async def credit_time(
    conn: Conn, *, session_id: UUID, user_id: UUID, claim: Claim
) -> Credit | None:
    """Credit what is new of a claim. None: signed out, suspended or not verified."""
    return await conn.maybe(
        Credit,
        CREDIT_TIME,
        session_id,
        user_id,
        claim.started_at,
        claim.ended_at,
        claim.activity,
        claim.course_id,
        claim.lesson_id,
        claim.section_id,
    )
