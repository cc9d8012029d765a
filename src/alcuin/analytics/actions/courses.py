"""Numbers for those who may see them."""

from datetime import timedelta
from uuid import UUID

from alcuin.analytics.data.courses import CourseFigures, Dates, Span
from alcuin.analytics.data.courses_together import Analytics, FiguresTogether
from alcuin.analytics.data.courses_told import ALL_COURSES
from alcuin.analytics.queries import courses_people_reading as people
from alcuin.analytics.queries import courses_reading as queries
from alcuin.analytics.rules import courses_together as rules
from alcuin.analytics.rules.courses import STOPPED_DAYS
from alcuin.catalog import CourseNotFound, require_staff, rights_of
from alcuin.kit.actor import Person
from alcuin.kit.db import Conn

MOST_COURSES = 100
"""That are added up for who teaches many."""


async def read_figures(conn: Conn, person: Person, ref: UUID | str, span: Span) -> CourseFigures:
    """Numbers of a course, for its staff. Raises CourseNotFound, NotStaff, Invalid."""
    found = await rights_of(conn, person, ref)
    require_staff(found)
    released = await queries.find_released(conn, found.course_id)
    if released is None:
        raise CourseNotFound
    dates = await _dates(conn, person, span, rules.MOST_DAYS)
    # Fourteen dates back from today somebody was active, or ahead of it in the east.
    since = dates.today - timedelta(days=STOPPED_DAYS - 1)
    course = [found.course_id]
    return CourseFigures(
        released=released,
        dates=dates,
        counts=await queries.find_counts(conn, course),
        days=await queries.list_days(conn, course, dates),
        weeks=await queries.list_weeks(conn, course, dates),
        cohorts=await queries.list_cohorts(conn, course, dates),
        lessons=await queries.list_lessons(conn, found.course_id),
        stopped=await queries.list_stopped(conn, found.course_id, since),
    )


async def read_together(conn: Conn, person: Person, span: Span) -> Analytics:
    """Numbers of the courses somebody teaches; of all, for administrators. Raises Invalid."""
    most = rules.MOST_DAYS if person.is_admin else rules.MOST_DAYS_OF_MANY
    dates = await _dates(conn, person, span, most)
    if person.is_admin:
        courses, count, more = [ALL_COURSES], None, False
    else:
        found = await queries.list_taught(conn, person.user_id, MOST_COURSES + 1)
        courses, more = found[:MOST_COURSES], len(found) > MOST_COURSES
        count = len(courses)
    figures = FiguresTogether(
        courses=count,
        has_more=more,
        dates=dates,
        counts=await queries.find_counts(conn, courses),
        days=await queries.list_days(conn, courses, dates),
        weeks=await queries.list_weeks(conn, courses, dates),
        cohorts=await queries.list_cohorts(conn, courses, dates),
        days_of=await people.list_people_by_day(conn, dates) if person.is_admin else None,
        weeks_of=await people.list_people_by_week(conn, dates) if person.is_admin else None,
    )
    return rules.together(figures)


async def _dates(conn: Conn, person: Person, span: Span, most: int) -> Dates:
    today = await queries.find_today(conn, person.time_zone)
    return rules.dates(span, person.time_zone, today.on, most)
