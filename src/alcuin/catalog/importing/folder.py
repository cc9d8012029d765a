"""Reads a course folder of either kind."""

from pathlib import Path

from alcuin.catalog.importing.desk import Desk, Names
from alcuin.catalog.importing.errors import CourseFolderUnreadable, problem
from alcuin.catalog.importing.files import read_files
from alcuin.catalog.importing.foreign_course import read_foreign
from alcuin.catalog.importing.keys import Keys
from alcuin.catalog.importing.ledger import Ledger
from alcuin.catalog.importing.matter import Page, take_apart
from alcuin.catalog.importing.ours import read_ours
from alcuin.catalog.importing.plan import CourseDefaults, CoursePlan, Reading, Report


def read_folder(path: Path, defaults: CourseDefaults | None = None) -> Reading:
    """Plan and report of the course in a folder.

    Raises CourseFolderUnreadable, which names every file that could not be read and the line.
    """
    files = read_files(path)
    name = path.resolve().name or "course"
    names = Names(Keys(), Keys())
    desk = Desk(name, defaults or CourseDefaults(), files.problems, {}, names, files.beside)
    plan = _read(desk, [page for file in files.texts if (page := desk.tried(take_apart, file))])
    if plan and not plan.lessons and not desk.problems:
        desk.problems.append(problem(name, 0, "There is no lesson in the folder."))
    if plan is None or desk.problems:
        raise CourseFolderUnreadable(desk.problems)
    ledgers = desk.ledgers.values()
    items = [item for ledger in ledgers for item in ledger.items]
    used = plan.named_files()
    report = Report([*items, *files.unused(used)], [ledger.words() for ledger in ledgers])
    return Reading(plan, report, [files.others[path] for path in sorted(used)])


def _read(desk: Desk, pages: list[Page]) -> CoursePlan | None:
    desk.ledgers.update((page.path, Ledger(page, desk.beside)) for page in pages)
    ours = next((page for page in pages if page.path == "course.md"), None)
    return read_ours(desk, ours, pages) if ours else read_foreign(desk, pages)
