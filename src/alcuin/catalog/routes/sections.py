"""Writing sections."""

from uuid import UUID

from alcuin.catalog.actions import sections as actions
from alcuin.catalog.data.sections import NewSection, SectionEdit, SectionForStaff
from alcuin.catalog.errors import LessonNotFound, NotAnEditor, SectionNotFound, TooManySections
from alcuin.catalog.schemas import MoveSection
from alcuin.identity import Scope
from alcuin.kit.http import (
    Envelope,
    Request,
    Response,
    Route,
    delete,
    edge,
    edit,
    post,
    read_edit,
)


@post(
    "/api/lessons/{lesson_id:uuid}/sections",
    scope=Scope.COURSES_WRITE,
    refuses=(LessonNotFound, NotAnEditor, TooManySections),
    answers={201: "The section, at its place."},
    once=True,
)
async def add_section(
    request: Request, lesson_id: UUID, data: NewSection
) -> Response[Envelope[SectionForStaff]]:
    """Put a section at its place in a lesson, or at the end."""
    async with edge(request) as at:
        section = await actions.add_section(at.conn, at.person, lesson_id, data)
        return at.answer(
            section,
            status=201,
            message="Section added",
            etag=str(section.revision),
            location=f"/api/sections/{section.id}",
        )


@edit(
    "/api/sections/{section_id:uuid}",
    scope=Scope.COURSES_WRITE,
    refuses=(SectionNotFound, NotAnEditor),
    if_match=True,
    body=SectionEdit,
)
async def edit_section(request: Request, section_id: UUID) -> Response[Envelope[SectionForStaff]]:
    """Change a section of the working copy; another order moves it in its lesson."""
    async with edge(request) as at:
        held = await actions.hold_section(at.conn, at.person, section_id)
        at.if_match(held.revision)
        said = await read_edit(request, SectionEdit, current=held)
        saved = await actions.edit_section(at.conn, at.person, held, said)
        return at.answer(saved, message="Section saved", etag=str(saved.revision))


@post(
    "/api/sections/{section_id:uuid}/move",
    scope=Scope.COURSES_WRITE,
    refuses=(SectionNotFound, NotAnEditor, TooManySections),
)
async def move_section(
    request: Request, section_id: UUID, data: MoveSection
) -> Response[Envelope[SectionForStaff]]:
    """Take a section to another place of its lesson, or of another lesson of the same course."""
    async with edge(request) as at:
        moved = await actions.move_section(
            at.conn, at.person, section_id, lesson_id=data.lesson_id, order=data.order
        )
        return at.answer(moved, message="Section moved", etag=str(moved.revision))


@delete(
    "/api/sections/{section_id:uuid}",
    scope=Scope.COURSES_WRITE,
    refuses=(SectionNotFound, NotAnEditor),
)
async def delete_section(request: Request, section_id: UUID) -> Response[Envelope[None]]:
    """Take a section out of the working copy; learners keep it until the next release."""
    async with edge(request) as at:
        await actions.delete_section(at.conn, at.person, section_id)
        return at.answer(None, message="Section deleted")


ROUTES: list[Route] = [add_section, edit_section, move_section, delete_section]
