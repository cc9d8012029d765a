"""The catalog: courses as authors write them and as learners read them.

Owns `category`, `course`, `course_staff`, `lesson`, `lesson_requirement`, `section` (the
working copy), `release`, `release_body`, `release_lesson`, `release_section` (what was
published), `release_media` (the files it shows), `imported_file`, `listing` and
`listing_count` (the public list).
"""

from alcuin.catalog.actions.access import rights_of
from alcuin.catalog.actions.courses import create_course
from alcuin.catalog.actions.files import CourseFiles
from alcuin.catalog.actions.importing import import_plan
from alcuin.catalog.actions.lessons import add_lesson
from alcuin.catalog.actions.listing import list_all
from alcuin.catalog.actions.publishing import archive, publish, unpublish
from alcuin.catalog.actions.reading import (
    find_course,
    find_lesson,
    find_section,
    get_course,
    get_lesson,
    get_section,
    list_categories,
    list_lessons,
)
from alcuin.catalog.actions.sections import add_section
from alcuin.catalog.actions.staff import set_staff
from alcuin.catalog.actions.taking_files import take_files
from alcuin.catalog.data.courses import (
    CategoryInUse,
    CourseForStaff,
    CourseInFull,
    CourseStatus,
    Difficulty,
    LessonInOutline,
    NewCourse,
    SectionInOutline,
)
from alcuin.catalog.data.importing import FileFate, ImportOutcome, Parcel, Tally
from alcuin.catalog.data.lessons import ContentType, LessonForStaff, NewLesson
from alcuin.catalog.data.publishing import Publication
from alcuin.catalog.data.rights import Right, Rights
from alcuin.catalog.data.sections import (
    InlineQuestion,
    InlineQuiz,
    NewSection,
    SectionForStaff,
    SectionType,
)
from alcuin.catalog.data.staff import CourseRole
from alcuin.catalog.errors import (
    REFUSALS,
    CourseNotFound,
    FolderTaken,
    LessonNotFound,
    NotAnEditor,
    NotStaff,
    SectionNotFound,
)
from alcuin.catalog.events import (
    COURSE_ARCHIVED,
    COURSE_DELETED,
    COURSE_PUBLISHED,
    COURSE_UNPUBLISHED,
)
from alcuin.catalog.importing import (
    CourseDefaults,
    CourseFolderUnreadable,
    CoursePlan,
    Reading,
    Report,
    ReportItem,
    WordCount,
    read_folder,
)
from alcuin.catalog.jobs import CRONS, jobs
from alcuin.catalog.needs import CoursePurge
from alcuin.catalog.personal import CatalogOfPeople, Ownership
from alcuin.catalog.releases.current import CHANNEL as RELEASE_CHANNEL
from alcuin.catalog.releases.current import CurrentReleases
from alcuin.catalog.releases.shapes import (
    Audience,
    Card,
    Current,
    Outline,
    OutlineLesson,
    ReleasedCourse,
    ReleasedLesson,
    ReleasedSection,
    StoredBody,
)
from alcuin.catalog.releases.shelf import Prepared, Shelf
from alcuin.catalog.rendering import render as render_markdown
from alcuin.catalog.routes import routes
from alcuin.catalog.rules.names import course_ref
from alcuin.catalog.rules.rights import require_editor, require_owner, require_staff
from alcuin.identity import Duties, PersonalData

__all__ = [
    "COURSE_ARCHIVED",
    "COURSE_DELETED",
    "COURSE_PUBLISHED",
    "COURSE_UNPUBLISHED",
    "CRONS",
    "OWNERSHIP",
    "PEOPLE",
    "REFUSALS",
    "RELEASE_CHANNEL",
    "Audience",
    "Card",
    "CategoryInUse",
    "ContentType",
    "CourseDefaults",
    "CourseFiles",
    "CourseFolderUnreadable",
    "CourseForStaff",
    "CourseInFull",
    "CourseNotFound",
    "CoursePlan",
    "CoursePurge",
    "CourseRole",
    "CourseStatus",
    "Current",
    "CurrentReleases",
    "Difficulty",
    "FileFate",
    "FolderTaken",
    "ImportOutcome",
    "InlineQuestion",
    "InlineQuiz",
    "LessonForStaff",
    "LessonInOutline",
    "LessonNotFound",
    "NewCourse",
    "NewLesson",
    "NewSection",
    "NotAnEditor",
    "NotStaff",
    "Outline",
    "OutlineLesson",
    "Parcel",
    "Prepared",
    "Publication",
    "Reading",
    "ReleasedCourse",
    "ReleasedLesson",
    "ReleasedSection",
    "Report",
    "ReportItem",
    "Right",
    "Rights",
    "SectionForStaff",
    "SectionInOutline",
    "SectionNotFound",
    "SectionType",
    "Shelf",
    "StoredBody",
    "Tally",
    "WordCount",
    "add_lesson",
    "add_section",
    "archive",
    "course_ref",
    "create_course",
    "find_course",
    "find_lesson",
    "find_section",
    "get_course",
    "get_lesson",
    "get_section",
    "import_plan",
    "jobs",
    "list_all",
    "list_categories",
    "list_lessons",
    "publish",
    "read_folder",
    "render_markdown",
    "require_editor",
    "require_owner",
    "require_staff",
    "rights_of",
    "routes",
    "set_staff",
    "take_files",
    "unpublish",
]

PEOPLE: PersonalData = CatalogOfPeople()
OWNERSHIP: Duties = Ownership()
