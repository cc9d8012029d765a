"""What an import did, item by item, for people and as JSON."""

from collections import Counter, defaultdict

import msgspec

from alcuin.catalog import (
    CourseForStaff,
    CoursePlan,
    FileFate,
    ImportOutcome,
    Publication,
    Reading,
    Report,
    ReportItem,
    Tally,
    WordCount,
)

MARKS = {"taken": "+", "changed": "~", "left_out": "-", "as_before": "="}


class ImportReport(msgspec.Struct, frozen=True, rename="camel"):
    """The file that `--report` writes."""

    plan: CoursePlan
    report: Report
    outcome: ImportOutcome
    publication: Publication | None


def report_as_json(
    reading: Reading, outcome: ImportOutcome, publication: Publication | None
) -> bytes:
    whole = ImportReport(reading.plan, reading.report, outcome, publication)
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


def printed_report(report: Report) -> str:
    """Every item under its file, then the sum."""
    items = defaultdict(list)
    for item in sorted(report.items, key=lambda item: item.line):
        items[item.path].append(_line(item))
    words = {count.path: _counted(count) for count in report.words}
    lines = ["+ taken   ~ changed   - left out", ""]
    for path in sorted(items.keys() | words.keys()):
        lines += [path + words.get(path, ""), *items[path], ""]
    return "\n".join([*lines, _sum(report)])


def printed_import(plan: CoursePlan, outcome: ImportOutcome) -> str:
    """What became of the files that the course names, and of the working copy."""
    kept = "" if outcome.changed else " Nothing changed."
    files = sorted(outcome.files, key=lambda file: file.path)
    lines = [f"  {MARKS[file.what]} {file.path}: {file.detail}" for file in files]
    head = ["Files   + taken   = as before   - left out, the text stays as it is"] if files else []
    done = (
        f"{plan.title} ({outcome.course_id}): lessons {_tally(outcome.lessons)}; "
        f"sections {_tally(outcome.sections)}; files {_tally_of(files)}.{kept}"
    )
    return "\n".join([*head, *lines, done])


def printed_publication(publication: Publication, course: CourseForStaff) -> str:
    """The release, and what rendering shows otherwise than it was written."""
    titles = {
        section.id: f"{lesson.title} / {section.title}"
        for lesson in course.lessons
        for section in lesson.sections
    }
    notes = [f"  ~ {titles[n.section_id]}: {n.kind}: {n.detail}" for n in publication.notes]
    head = f"Published as release {publication.release.number}: {course.slug}"
    return "\n".join([head, *notes])


def _line(item: ReportItem) -> str:
    place = f"{item.line:>5}" if item.line else "     "
    return f"  {MARKS[item.what]} {place}  {item.detail}"


def _counted(count: WordCount) -> str:
    if not count.read:
        return ""
    missing = "" if count.is_complete else "  WORDS ARE MISSING"
    return f"  ({count.taken} of {count.read} words){missing}"


def _sum(report: Report) -> str:
    many = Counter(item.what for item in report.items)
    read, taken = (
        sum(getattr(count, name) for count in report.words) for name in ("read", "taken")
    )
    return (
        f"{len(report.words)} files, {read} words, {taken} in the course: {many['taken']} items "
        f"taken, {many['changed']} changed, {many['left_out']} left out."
    )


def _tally_of(files: list[FileFate]) -> str:
    names = {"taken": "new", "as_before": "as before", "left_out": "left out"}
    many = Counter[str](file.what for file in files)
    parts = (f"{many[what]} {name}" for what, name in names.items() if many[what])
    return ", ".join(parts) or "none"


def _tally(tally: Tally) -> str:
    parts = {
        "new": tally.created,
        "changed": tally.updated,
        "as before": tally.unchanged,
        "gone": tally.removed,
    }
    return ", ".join(f"{number} {name}" for name, number in parts.items() if number) or "none"
