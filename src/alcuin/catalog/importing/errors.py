"""Why a folder is not imported."""

from collections.abc import Sequence

from alcuin.kit.problems import FieldError, Invalid


class CourseFolderUnreadable(Invalid):
    """Parts of the course folder cannot be read. Half a course is not imported."""

    code = "course_folder_unreadable"

    def __init__(self, problems: Sequence[FieldError]) -> None:
        super().__init__(*problems)


def problem(path: str, line: int, message: str) -> FieldError:
    """What is wrong with a file, and where: the pointer is `path:line`."""
    return FieldError(pointer=f"{path}:{line}" if line else path, message=message)
