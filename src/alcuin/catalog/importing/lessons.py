"""A page, or a folder of pages, becomes a lesson."""

import msgspec

from alcuin.catalog.data.lessons import ContentType
from alcuin.catalog.data.sections import SectionType
from alcuin.catalog.importing.addresses import note_addresses, note_field
from alcuin.catalog.importing.desk import Desk, Names
from alcuin.catalog.importing.foreign import KNOWN, video_url
from alcuin.catalog.importing.keys import title_of, without_number
from alcuin.catalog.importing.ledger import Ledger
from alcuin.catalog.importing.matter import (
    LessonMatter,
    Page,
    SectionMatter,
    as_,
    line_of,
    names_of,
    only,
)
from alcuin.catalog.importing.plan import LessonPlan, SectionPlan
from alcuin.catalog.importing.sections import prepared, sections_of
from alcuin.catalog.importing.words import count

_WORDS_A_MINUTE = 200


def stem_of(path: str) -> str:
    """The name of a file or folder, without ending and number."""
    name = path.rsplit("/", 1)[-1]
    return without_number(name.rsplit(".", 1)[0] if name.endswith((".md", ".markdown")) else name)


def lesson_of_page(
    page: Page, names: Names, ledger: Ledger, *, is_foreign: bool, site: str | None
) -> LessonPlan:
    """A lesson in one file: its headings become sections. Raises MatterUnreadable."""
    known = KNOWN if is_foreign else (*names_of(LessonMatter), "order")
    _note_unknown(page, known, ledger)
    matter = as_(LessonMatter, only(page, *known))
    body = prepared(page, ledger, is_foreign=is_foreign, site=site)
    title = matter.title or (body.title or "")[:200] or title_of(stem_of(page.path))
    key = matter.id or names.lessons.make(*map(stem_of, page.path.split("/")))
    sections = sections_of(body, (key, title), names.sections, ledger)
    if is_foreign:
        sections = [*_video(page, key, names, ledger), *sections]
    return _lesson((key, title), matter, sections, ledger)


def lesson_of_folder(desk: Desk, folder: str, about: Page | None, parts: list[Page]) -> LessonPlan:
    """A lesson in a folder: `lesson.md` and a file a section. Raises MatterUnreadable."""
    page = about or Page(f"{folder}/lesson.md", "", {}, "", 1)
    names, ledgers = desk.names, desk.ledgers
    ledger = ledgers[page.path] if about else Ledger(page, desk.beside)
    matter = as_(LessonMatter, page)
    _note_unknown(page, (*names_of(LessonMatter), "order"), ledger)
    title = matter.title or title_of(stem_of(folder))
    key = matter.id or names.lessons.make(stem_of(folder))
    sections: list[SectionPlan] = []
    if matter.description is None:
        ledger.take(page.body)
        matter = msgspec.structs.replace(matter, description=page.body.strip())
    else:
        body = prepared(page, ledger, is_foreign=False)
        sections = sections_of(body, (key, title), names.sections, ledger) if body.text else []
    sections += [_section_of_page(part, key, names, ledgers[part.path]) for part in parts]
    return _lesson((key, title), matter, sections, ledger)


def _section_of_page(page: Page, lesson: str, names: Names, ledger: Ledger) -> SectionPlan:
    matter = as_(SectionMatter, page)
    _note_unknown(page, (*names_of(SectionMatter), "order"), ledger)
    body = prepared(page, ledger, is_foreign=False)
    title = matter.title or (body.title or "")[:200] or title_of(stem_of(page.path))
    content = body.text.strip("\n").rstrip()
    ledger.take(content)
    ledger.note(page.line, "taken", f"section {title!r}, words: {count(content)}")
    files = note_addresses(content, page.line, ledger)
    image = note_field(matter.image_url, "imageUrl", line_of(page, "imageUrl"), ledger, files)
    return SectionPlan(
        key=matter.id or names.sections.make(lesson, stem_of(page.path)),
        title=title,
        content=content,
        type=matter.type or _type_of(matter),
        video_url=matter.video_url,
        image_url=image,
        code_snippet=matter.code_snippet,
        quiz=matter.quiz,
        preview=matter.preview,
        files=files,
    )


def _video(page: Page, lesson: str, names: Names, ledger: Ledger) -> list[SectionPlan]:
    found = page.matter.get("video")
    url = video_url(found)
    if url is None:
        if found is not None:
            detail = "video: neither a YouTube id nor an https address"
            ledger.note(line_of(page, "video"), "left_out", detail)
        return []
    ledger.note(line_of(page, "video"), "changed", f"video became a section: {url}")
    key = names.sections.make(lesson, "video")
    return [SectionPlan(key=key, title="Video", type=SectionType.VIDEO, video_url=url)]


def _lesson(
    named: tuple[str, str], matter: LessonMatter, sections: list[SectionPlan], ledger: Ledger
) -> LessonPlan:
    """The lesson of this key and title."""
    key, title = named
    minutes = matter.estimated_duration
    if minutes is None:
        words = sum(count(section.content) for section in sections)
        minutes = -(-words // _WORDS_A_MINUTE)
        ledger.note(1, "changed", f"no estimatedDuration: {minutes} minutes for {words} words")
    ledger.note(1, "taken", f"lesson {title!r}, sections: {len(sections)}")
    return LessonPlan(
        key=key,
        title=title,
        description=matter.description or "",
        estimated_minutes=minutes,
        content_type=matter.content_type or _content_type_of(sections),
        objectives=matter.objectives,
        prerequisites=matter.prerequisites,
        requires=matter.requires,
        sections=sections,
    )


def _note_unknown(page: Page, known: tuple[str, ...], ledger: Ledger) -> None:
    for name in page.matter:
        if name not in known:
            ledger.note(line_of(page, str(name)), "left_out", f"front matter: {str(name)[:60]}")


def _type_of(matter: SectionMatter) -> SectionType:
    if matter.video_url:
        return SectionType.VIDEO
    if matter.image_url:
        return SectionType.IMAGE
    if matter.quiz:
        return SectionType.QUIZ
    return SectionType.CODE if matter.code_snippet else SectionType.TEXT


def _content_type_of(sections: list[SectionPlan]) -> ContentType:
    kinds = {section.type for section in sections}
    if kinds <= {SectionType.TEXT, SectionType.CODE, SectionType.IMAGE}:
        return ContentType.TEXT
    if kinds == {SectionType.VIDEO}:
        return ContentType.VIDEO
    if kinds <= {SectionType.INTERACTIVE, SectionType.QUIZ}:
        return ContentType.INTERACTIVE
    return ContentType.MIXED
