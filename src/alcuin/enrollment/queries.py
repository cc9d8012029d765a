"""Every SQL statement of enrollment."""

from datetime import datetime
from uuid import UUID

from alcuin.enrollment.data import CourseDoor, Enrollment, KeptEnrollment, Studied, Terms
from alcuin.kit.db import Conn


async def find_door(conn: Conn, ref: UUID | str) -> CourseDoor | None:
    """A released course by id or slug. FOR SHARE: it is not archived while somebody comes in."""
    if isinstance(ref, str):
        return await conn.maybe(
            CourseDoor,
            """
            select c.id, c.status, coalesce(t.opens_at <= kit_now(), true) as has_begun,
              coalesce(t.closes_at <= kit_now(), false) as has_ended
            from course c left join enrollment_terms t on t.course_id = c.id
            where c.slug = $1 and c.release > 0 and c.trashed_at is null
            for share of c
            """,
            ref,
        )
    return await conn.maybe(
        CourseDoor,
        """
        select c.id, c.status, coalesce(t.opens_at <= kit_now(), true) as has_begun,
          coalesce(t.closes_at <= kit_now(), false) as has_ended
        from course c left join enrollment_terms t on t.course_id = c.id
        where c.id = $1 and c.release > 0 and c.trashed_at is null
        for share of c
        """,
        ref,
    )


async def find(conn: Conn, user_id: UUID, course_id: UUID) -> Enrollment | None:
    """An enrollment, locked: coming and going of one person stand in line."""
    return await conn.maybe(
        Enrollment,
        """
        select id, user_id, course_id, enrolled_at, withdrawn_at, metadata
        from enrollment where user_id = $1 and course_id = $2
        for no key update
        """,
        user_id,
        course_id,
    )


async def get(conn: Conn, user_id: UUID, course_id: UUID) -> Enrollment:
    return await conn.one(
        Enrollment,
        """
        select id, user_id, course_id, enrolled_at, withdrawn_at, metadata
        from enrollment where user_id = $1 and course_id = $2
        """,
        user_id,
        course_id,
    )


async def enroll(conn: Conn, user_id: UUID, course_id: UUID) -> Enrollment | None:
    """Enroll, or enroll again; None when the person is enrolled already."""
    return await conn.maybe(
        Enrollment,
        """
        insert into enrollment as x (user_id, course_id) values ($1, $2)
        on conflict (user_id, course_id) do update set withdrawn_at = null, enrolled_at = kit_now()
          where x.withdrawn_at is not null
        returning id, user_id, course_id, enrolled_at, withdrawn_at, metadata
        """,
        user_id,
        course_id,
    )


async def withdraw(conn: Conn, user_id: UUID, course_id: UUID) -> bool:
    """Withdraw; False when nobody was enrolled."""
    done = await conn.run(
        """
        update enrollment set withdrawn_at = kit_now()
        where user_id = $1 and course_id = $2 and withdrawn_at is null
        """,
        user_id,
        course_id,
    )
    return done == 1


async def take_seat(conn: Conn, course_id: UUID) -> bool:
    """Count a seat; False when all are taken. The row's lock queues those who race for it."""
    taken = await conn.value(
        bool,
        """
        insert into enrollment_terms as x (course_id, seats_taken) values ($1, 1)
        on conflict (course_id) do update set seats_taken = x.seats_taken + 1
          where x.capacity is null or x.seats_taken < x.capacity
        returning true
        """,
        course_id,
    )
    return taken is True


async def free_seat(conn: Conn, course_id: UUID) -> None:
    await conn.run(
        "update enrollment_terms set seats_taken = seats_taken - 1 where course_id = $1",
        course_id,
    )


async def find_terms(conn: Conn, course_id: UUID) -> Terms | None:
    return await conn.maybe(
        Terms,
        """
        select course_id, capacity, opens_at, closes_at, seats_taken, revision
        from enrollment_terms where course_id = $1
        """,
        course_id,
    )


async def lock_terms(conn: Conn, course_id: UUID) -> Terms:
    """The terms of a course, made with their defaults where there are none."""
    return await conn.one(
        Terms,
        """
        insert into enrollment_terms as x (course_id) values ($1)
        on conflict (course_id) do update set course_id = x.course_id
        returning course_id, capacity, opens_at, closes_at, seats_taken, revision
        """,
        course_id,
    )


async def set_terms(
    conn: Conn,
    course_id: UUID,
    *,
    capacity: int | None,
    opens_at: datetime | None,
    closes_at: datetime | None,
) -> Terms:
    return await conn.one(
        Terms,
        """
        update enrollment_terms set capacity = $2, opens_at = $3, closes_at = $4,
          revision = revision + 1
        where course_id = $1
        returning course_id, capacity, opens_at, closes_at, seats_taken, revision
        """,
        course_id,
        capacity,
        opens_at,
        closes_at,
    )


async def delete_all(conn: Conn, course_id: UUID) -> None:
    """Enrollments and terms of a course that is deleted for good."""
    await conn.run("delete from enrollment where course_id = $1", course_id)
    await conn.run("delete from enrollment_terms where course_id = $1", course_id)


# Of one person, when they take their data along or are erased.


async def list_active(conn: Conn, user_id: UUID) -> list[Studied]:
    """Courses that somebody studies, in an order that everybody locks them in."""
    return await conn.all(
        Studied,
        """
        select e.course_id, u.time_zone
        from enrollment e join app_user u on u.id = e.user_id
        where e.user_id = $1 and e.withdrawn_at is null
        order by e.course_id for update of e
        """,
        user_id,
    )


async def forget_metadata(conn: Conn, user_id: UUID) -> None:
    await conn.run(
        "update enrollment set metadata = '{}' where user_id = $1 and metadata <> '{}'", user_id
    )


async def list_kept(conn: Conn, user_id: UUID, most: int) -> list[KeptEnrollment]:
    """The newest first."""
    return await conn.all(
        KeptEnrollment,
        """
        select e.id, e.course_id, c.title, e.enrolled_at, e.withdrawn_at, e.metadata
        from enrollment e join course c on c.id = e.course_id
        where e.user_id = $1 order by e.enrolled_at desc, e.course_id limit $2
        """,
        user_id,
        most,
    )
