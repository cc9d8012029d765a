"""A folder in our own format: `course.md`, and a folder or a file for each lesson."""

from collections import defaultdict

from alcuin.catalog.importing.course import course_of_ours
from alcuin.catalog.importing.desk import Desk, rank
from alcuin.catalog.importing.lessons import lesson_of_folder, lesson_of_page
from alcuin.catalog.importing.matter import Page
from alcuin.catalog.importing.plan import CoursePlan, LessonPlan

_ABOUT = {"readme.md", "license.md", "licence.md", "contributing.md", "changelog.md"}


def read_ours(desk: Desk, course: Page, pages: list[Page]) -> CoursePlan | None:
    """The plan; None if a page was in the way, which is then among the problems."""
    folders = _folders(desk, [page for page in pages if page is not course])
    _reserve_ids(desk, folders)
    lessons: dict[str, LessonPlan] = {}
    for name, parts in _in_order(folders):
        lesson = desk.tried(_lesson, desk, name, parts)
        if lesson:
            lessons[parts[0].path] = lesson
    kept = desk.drop_unknown_requirements(lessons)
    ledger = desk.ledgers[course.path]
    return desk.tried(course_of_ours, course, desk.folder, kept, desk.defaults, ledger)


def _folders(desk: Desk, pages: list[Page]) -> dict[str, list[Page]]:
    """Pages by folder, `lesson.md` first; a file at the top is alone under its own name."""
    found: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        steps = page.path.split("/")
        if len(steps) > 2 or steps[-1].lower() in _ABOUT:  # noqa: PLR2004 - a folder and a file
            ledger = desk.ledgers[page.path]
            ledger.leave_out(page.line, "no lesson, and no section of one", page.body)
        else:
            found[steps[0]].append(page)
    for parts in found.values():
        parts.sort(key=lambda page: (not _is_about(page), rank(_name(page), page)))
    return found


def _in_order(folders: dict[str, list[Page]]) -> list[tuple[str, list[Page]]]:
    return sorted(folders.items(), key=lambda of: rank(of[0], _about(of[0], of[1])))


def _about(folder: str, parts: list[Page]) -> Page | None:
    """The page that speaks for a lesson."""
    is_file = parts[0].path == folder
    return parts[0] if is_file or _is_about(parts[0]) else None


def _lesson(desk: Desk, folder: str, parts: list[Page]) -> LessonPlan:
    about = _about(folder, parts)
    if about and about.path == folder:
        ledger = desk.ledgers[about.path]
        return lesson_of_page(about, desk.names, ledger, is_foreign=False, site=None)
    sections = parts[1:] if about else parts
    return lesson_of_folder(desk, folder, about, sections)


def _reserve_ids(desk: Desk, folders: dict[str, list[Page]]) -> None:
    """An id names one lesson, or one section, of the whole course."""
    for folder, parts in folders.items():
        about = _about(folder, parts)
        for page in parts:
            keys = desk.names.lessons if page is about else desk.names.sections
            desk.reserve(page, keys)


def _is_about(page: Page) -> bool:
    return page.path.endswith("/lesson.md")


def _name(page: Page) -> str:
    return page.path.rsplit("/", 1)[-1]
