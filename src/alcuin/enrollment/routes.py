"""Enrolling and withdrawing, and the terms of a course."""

from alcuin.catalog import CourseNotFound, NotAnEditor, NotStaff, course_ref
from alcuin.enrollment import actions
from alcuin.enrollment.data import Enrollment, Terms, TermsEdit
from alcuin.enrollment.errors import (
    ClosedToNewcomers,
    CourseFull,
    CourseNotOpen,
    EnrollmentNotOpen,
    EnrollmentOver,
    NotEnrolled,
    TermsBelowSeats,
)
from alcuin.enrollment.needs import Learners
from alcuin.kit.http import (
    Envelope,
    Request,
    Response,
    Route,
    delete,
    edge,
    edit,
    get,
    post,
    read_edit,
)


def routes(learners: Learners) -> list[Route]:
    """Routes of the room; `learners` hears of everybody who comes or goes."""
    return [*_coming_and_going(learners), read_terms, change_terms]


def _coming_and_going(learners: Learners) -> list[Route]:
    @post(
        "/api/courses/{course:str}/enroll",
        refuses=(CourseNotOpen, ClosedToNewcomers, CourseFull, EnrollmentNotOpen, EnrollmentOver),
        answers={201: "Enrolled now", 200: "Was enrolled already"},
    )
    async def enroll(request: Request, course: str) -> Response[Envelope[Enrollment]]:
        """Enroll yourself in a published course; progress from an earlier time is kept."""
        async with edge(request) as at:
            done = await actions.enroll(at.conn, at.person, course_ref(course), learners)
            return at.answer(
                done.enrollment,
                status=201 if done.began else 200,
                message="Successfully enrolled in course" if done.began else "Already enrolled",
            )

    @delete("/api/courses/{course:str}/enroll", refuses=(NotEnrolled,))
    async def withdraw(request: Request, course: str) -> Response[Envelope[Enrollment]]:
        """Withdraw from a course. Progress stays readable and is kept for another time."""
        async with edge(request) as at:
            enrollment = await actions.withdraw(at.conn, at.person, course_ref(course), learners)
            return at.answer(enrollment, message="Withdrawn from course")

    return [enroll, withdraw]


@get("/api/courses/{course:str}/enrollment-terms", refuses=(CourseNotFound, NotStaff))
async def read_terms(request: Request, course: str) -> Response[Envelope[Terms]]:
    """Capacity and window of a course, for its staff."""
    async with edge(request) as at:
        terms = await actions.read_terms(at.conn, at.person, course_ref(course))
        return at.answer(terms, etag=str(terms.revision))


@edit(
    "/api/courses/{course:str}/enrollment-terms",
    body=TermsEdit,
    if_match=True,
    refuses=(CourseNotFound, NotAnEditor, TermsBelowSeats),
)
async def change_terms(request: Request, course: str) -> Response[Envelope[Terms]]:
    """Change capacity and window; what is left out stays, null removes a bound."""
    async with edge(request) as at:
        terms = await actions.terms_to_change(at.conn, at.person, course_ref(course))
        at.if_match(terms.revision)
        edited = await read_edit(request, TermsEdit, current=terms)
        terms = await actions.change_terms(at.conn, terms, edited)
        return at.answer(terms, etag=str(terms.revision))
