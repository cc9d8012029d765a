"""A folder of Markdown becomes the plan of a course, and a report of every line's fate.

Reads files, writes nothing. Two kinds of folder: ours, with `course.md`, is taken as it
stands; one written for a site generator is cleaned first, and the report says of what.
"""

from alcuin.catalog.importing.addresses import readdressed
from alcuin.catalog.importing.attachments import FoundFile
from alcuin.catalog.importing.errors import CourseFolderUnreadable
from alcuin.catalog.importing.folder import read_folder
from alcuin.catalog.importing.plan import (
    CourseDefaults,
    CoursePlan,
    LessonPlan,
    Reading,
    Report,
    ReportItem,
    SectionPlan,
    WordCount,
)

__all__ = [
    "CourseDefaults",
    "CourseFolderUnreadable",
    "CoursePlan",
    "FoundFile",
    "LessonPlan",
    "Reading",
    "Report",
    "ReportItem",
    "SectionPlan",
    "WordCount",
    "read_folder",
    "readdressed",
]
