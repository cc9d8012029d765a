"""The course itself: its own page, what the importer knows, and what must be assumed."""

import msgspec

from alcuin.catalog.data.courses import Difficulty
from alcuin.catalog.importing.addresses import note_field
from alcuin.catalog.importing.keys import slug_of, title_of
from alcuin.catalog.importing.ledger import Ledger
from alcuin.catalog.importing.matter import CourseMatter, Page, as_, line_of, names_of, only
from alcuin.catalog.importing.plan import CourseDefaults, CoursePlan, LessonPlan

_CATEGORY = "General"


def course_of_ours(
    page: Page, folder: str, lessons: list[LessonPlan], defaults: CourseDefaults, ledger: Ledger
) -> CoursePlan:
    """From `course.md`. Raises MatterUnreadable."""
    matter = as_(CourseMatter, page)
    for name in page.matter:
        if name not in names_of(CourseMatter):
            ledger.note(line_of(page, str(name)), "left_out", f"front matter: {str(name)[:60]}")
    if matter.description is None:
        ledger.take(page.body)
        matter = msgspec.structs.replace(matter, description=page.body.strip())
    elif page.body.strip():
        ledger.leave_out(page.line, "front matter has a description already", page.body)
    return _course(matter, folder, lessons, defaults, ledger)


def course_of_index(
    page: Page, folder: str, lessons: list[LessonPlan], defaults: CourseDefaults, ledger: Ledger
) -> CoursePlan:
    """From the page that lists a foreign course's pages: its title and description."""
    matter = as_(CourseMatter, only(page, "title", "description"))
    for name in page.matter:
        if name not in {"title", "description"}:
            ledger.note(line_of(page, str(name)), "left_out", f"front matter: {str(name)[:60]}")
    for line, paragraph in _paragraphs(page):
        ledger.leave_out(line, "the index page; lessons are listed by themselves", paragraph)
    return _course(matter, folder, lessons, defaults, ledger)


def _course(
    matter: CourseMatter,
    folder: str,
    lessons: list[LessonPlan],
    defaults: CourseDefaults,
    ledger: Ledger,
) -> CoursePlan:
    title = defaults.title or matter.title or title_of(folder)
    assumed = {"category": defaults.category or matter.category,
               "difficulty": defaults.difficulty or matter.difficulty,
               "estimatedDuration": matter.estimated_duration}  # fmt: skip
    for name in (name for name, value in assumed.items() if value is None):
        ledger.note(1, "changed", f"no {name}: assumed, or added up from the lessons")
    minutes = matter.estimated_duration
    files: dict[str, str] = {}
    line = line_of(ledger.page, "thumbnail")
    thumbnail = note_field(matter.thumbnail, "thumbnail", line, ledger, files)
    return CoursePlan(
        key=matter.id or folder[:200],
        title=title,
        slug=matter.slug or slug_of(title, folder),
        description=defaults.description or matter.description or "",
        category=defaults.category or matter.category or _CATEGORY,
        difficulty=defaults.difficulty or matter.difficulty or Difficulty.INTERMEDIATE,
        tags=matter.tags,
        language=matter.language or defaults.language or "en",
        estimated_minutes=minutes
        if minutes is not None
        else sum(lesson.estimated_minutes for lesson in lessons),
        lessons=lessons,
        thumbnail=thumbnail,
        files=files,
    )


def _paragraphs(page: Page) -> list[tuple[int, str]]:
    """Line and text of each paragraph."""
    found, line = [], page.line
    for paragraph in page.body.split("\n\n"):
        if paragraph.strip():
            found.append((line, paragraph))
        line += paragraph.count("\n") + 2
    return found
