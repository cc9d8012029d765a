"""What is on the table while one folder is read."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from alcuin.catalog.importing.attachments import Attachments
from alcuin.catalog.importing.errors import problem
from alcuin.catalog.importing.foreign import date_of
from alcuin.catalog.importing.keys import Keys, number_of
from alcuin.catalog.importing.ledger import Ledger
from alcuin.catalog.importing.matter import MatterUnreadable, Page, line_of
from alcuin.catalog.importing.plan import CourseDefaults, LessonPlan
from alcuin.kit.problems import FieldError

T = TypeVar("T")


class Names(msgspec.Struct, frozen=True):
    """Keys given so far in one course."""

    lessons: Keys
    sections: Keys


class Desk(msgspec.Struct, frozen=True):
    """Keys given, problems met, an account of each page, and the files that lie beside them.

    `folder` is the name of the whole.
    """

    folder: str
    defaults: CourseDefaults
    problems: list[FieldError]
    ledgers: dict[str, Ledger]
    names: Names
    beside: Attachments

    def tried(self, read: Callable[..., T], *about: Any) -> T | None:  # Any: what `read` takes
        """What `read` gives; a file that cannot be read is noted, and reading goes on."""
        try:
            return read(*about)
        except MatterUnreadable as fault:
            self.problems.append(fault.problem)
            return None

    def reserve(self, page: Page, keys: Keys) -> None:
        """Keep the page's own id for it, before keys are made for others."""
        name = page.matter.get("id")
        if name is not None and not keys.reserve(str(name)):
            message = f"The id {str(name)[:200]!r} is given twice in this course."
            self.problems.append(problem(page.path, line_of(page, "id"), message))

    def drop_unknown_requirements(self, lessons: dict[str, LessonPlan]) -> list[LessonPlan]:
        """Lessons by the path of their page, without `requires` that name no other of them."""
        known = {lesson.key for lesson in lessons.values()}
        kept = []
        for path, lesson in lessons.items():
            wrong = [key for key in lesson.requires if key not in known - {lesson.key}]
            for key in wrong:
                self.ledgers[path].note(1, "left_out", f"requires no other lesson: {key}")
            requires = [key for key in lesson.requires if key not in wrong]
            kept.append(msgspec.structs.replace(lesson, requires=requires))
        return kept


def rank(name: str, page: Page | None) -> tuple[float, float, str, str]:
    """Where a page stands: by `order`, else the number in its name, else its date, else name."""
    order = page.matter.get("order") if page else None
    number, written = number_of(name), date_of(page) if page else None
    return (
        order if isinstance(order, int | float) else float("inf"),
        float("inf") if number is None else number,
        written.isoformat() if written else "9999",
        name,
    )
