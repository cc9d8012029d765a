"""A folder written for a site generator: every page a lesson, but for those that are none."""

from alcuin.catalog.importing.course import course_of_index
from alcuin.catalog.importing.desk import Desk, rank
from alcuin.catalog.importing.foreign import is_index, reason_to_leave_out
from alcuin.catalog.importing.ledger import Ledger
from alcuin.catalog.importing.lessons import lesson_of_page
from alcuin.catalog.importing.matter import Page
from alcuin.catalog.importing.plan import CoursePlan, LessonPlan


def read_foreign(desk: Desk, pages: list[Page]) -> CoursePlan | None:
    """The plan; None if a page was in the way, which is then among the problems."""
    index = next(iter(sorted(filter(is_index, pages), key=_readme_last)), None)
    chosen = [page for page in pages if page is not index and _is_lesson(desk, page)]
    for page in chosen:
        desk.reserve(page, desk.names.lessons)
    lessons: dict[str, LessonPlan] = {}
    for page in sorted(chosen, key=lambda page: rank(page.path, page)):
        if lesson := desk.tried(_lesson, desk, page):
            lessons[page.path] = lesson
    kept = desk.drop_unknown_requirements(lessons)
    about = index or Page("", "", {}, "", 1)
    ledger = desk.ledgers.setdefault(about.path, Ledger(about, desk.beside))
    return desk.tried(course_of_index, about, desk.folder, kept, desk.defaults, ledger)


def _is_lesson(desk: Desk, page: Page) -> bool:
    why = reason_to_leave_out(page)
    if why:
        desk.ledgers[page.path].leave_out(page.line, why, page.body)
    return why is None


def _lesson(desk: Desk, page: Page) -> LessonPlan:
    ledger, site = desk.ledgers[page.path], desk.defaults.site
    return lesson_of_page(page, desk.names, ledger, is_foreign=True, site=site)


def _readme_last(page: Page) -> tuple[bool, str]:
    return "readme" in page.path.lower(), page.path
