"""Course folders: ours as it stands, a foreign one cleaned, and nothing lost in silence."""

import os
from pathlib import Path

import pytest

from alcuin.catalog.importing import (
    CourseDefaults,
    CourseFolderUnreadable,
    LessonPlan,
    Reading,
    SectionPlan,
    read_folder,
)

ODD = Path(__file__).parent / "fixtures" / "odd-course"

COURSE = "---\nid: tea\ntitle: Tea\ncategory: Drinks\ndifficulty: beginner\n---\nAbout tea.\n"


def written(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def items(reading: Reading, path: str, what: str) -> list[str]:
    found = (item for item in reading.report.items if (item.path, item.what) == (path, what))
    return [f"{item.line} {item.detail}" for item in found]


def section(lesson: LessonPlan, title: str) -> SectionPlan:
    return next(section for section in lesson.sections if section.title == title)


@pytest.fixture(scope="module")
def odd() -> Reading:
    return read_folder(ODD, CourseDefaults(category="Cooking"))


def test_a_foreign_course_has_its_lessons_in_order_of_date(odd: Reading) -> None:
    assert [lesson.title for lesson in odd.plan.lessons] == [
        "Flour and water",
        "Shaping",
        "The oven",
    ]
    assert (odd.plan.title, odd.plan.category) == ("Baking at home", "Cooking")
    assert odd.plan.description == "Bread from four ingredients, in three evenings."


def test_every_word_of_the_odd_course_is_accounted_for(odd: Reading) -> None:
    assert {words.path for words in odd.report.words} == {
        path.name for path in ODD.iterdir() if path.suffix == ".md"
    }
    assert all(words.is_complete for words in odd.report.words)


def test_a_lecture_recording_becomes_a_section_of_its_own(odd: Reading) -> None:
    video = odd.plan.lessons[2].sections[0]
    assert (video.type, video.video_url) == (
        "VIDEO",
        "https://www.youtube.com/watch?v=a1B2c3D4_-e",
    )
    assert odd.plan.lessons[2].content_type == "MIXED"


def test_text_before_the_first_heading_is_an_introduction(odd: Reading) -> None:
    titles = [section.title for section in odd.plan.lessons[0].sections]
    assert titles == ["Introduction", "Kinds", "Kneading"]


def test_code_is_never_cut_nor_cleaned(odd: Reading) -> None:
    kneading = section(odd.plan.lessons[0], "Kneading").content
    assert "````markdown\n```\n# neither this\n```\n````" in kneading
    steam = section(odd.plan.lessons[2], "Steam").content
    assert "```jinja\n{{ loaf.crust }}\n# not a heading\n```" in steam
    assert "raw" not in steam


def test_raw_html_is_not_torn_apart(odd: Reading) -> None:
    steam = section(odd.plan.lessons[2], "Steam").content
    assert steam.index("<details>") < steam.index("## A heading inside") < steam.index("</details>")


def test_footnotes_and_link_addresses_follow_the_sections_that_refer_to_them(odd: Reading) -> None:
    heat, steam = (section(odd.plan.lessons[2], title).content for title in ("Heat", "Steam"))
    assert "[^lies]: Up to twenty degrees,\n    and more" in heat
    assert "[^lies]: Up to twenty degrees" in steam
    assert "[manual]: https://ovens.example/manual" in heat
    assert "[manual]:" not in steam


def test_the_report_names_what_was_left_out_with_its_line(odd: Reading) -> None:
    left = "\n".join(items(odd, "oven.md", "left_out"))
    for what in (
        "2 front matter: layout",
        "5 front matter: thumbnail",
        "21 link to a page that is not here (its text stays), words: 4: /baking/thermometers/",
        "25 comment, words: 8: {% comment %} Here the demonstration",
        "37 template tag, words: 1: {% raw %}",
        "55 attributes for the site generator, words: 1: {: .note }",
        "61 nothing refers to it, words: 6: [^forgotten]: Nobody",
    ):
        assert what in left


def test_a_picture_in_the_folder_goes_with_the_section_that_shows_it(odd: Reading) -> None:
    heat = section(odd.plan.lessons[2], "Heat")
    assert heat.files == {"/static/oven.svg": "static/oven.svg"}
    assert [file.path for file in odd.files] == ["static/oven.svg"]
    told = "23 address becomes that of a file taken along: static/oven.svg"
    assert told in items(odd, "oven.md", "changed")


def test_the_report_names_what_was_changed(odd: Reading) -> None:
    changed = "\n".join(items(odd, "oven.md", "changed"))
    assert "15 #heat is in no heading of this section" in changed
    assert "8 video became a section" in changed
    assert "no estimatedDuration: 1 minutes" in changed


def test_pages_that_are_no_lessons_are_left_out_with_a_reason(odd: Reading) -> None:
    assert "names the terms CC BY 4.0" in items(odd, "LICENSE.md", "left_out")[-1]
    assert "marked as not ready" in items(odd, "sourdough.md", "left_out")[-1]
    assert any("To everybody who ate" in item for item in items(odd, "index.md", "left_out"))


def test_links_lead_to_the_old_site_where_it_is_known() -> None:
    odd = read_folder(ODD, CourseDefaults(site="https://baking.example"))
    kinds = section(odd.plan.lessons[0], "Kinds").content
    assert "[the oven](https://baking.example/baking/oven/#heat)" in kinds
    assert all(words.is_complete for words in odd.report.words)


def test_keys_and_plan_are_the_same_at_the_next_import(odd: Reading) -> None:
    assert read_folder(ODD, CourseDefaults(category="Cooking")) == odd
    keys = [section.key for lesson in odd.plan.lessons for section in lesson.sections]
    assert keys[:3] == ["flour/introduction", "flour/kinds", "flour/kneading"]
    assert len(keys) == len(set(keys))


def test_a_folder_of_ours_is_taken_as_it_stands(tmp_path: Path) -> None:
    lesson = (
        "---\nid: brewing\ntitle: Brewing\ndescription: How long.\nestimatedDuration: 12\n"
        "objectives: [Brew]\nprerequisites: [A kettle]\nrequires: [leaves]\n"
        "contentType: mixed\n---\n"
    )
    quiz = "quiz:\n  questions:\n  - {question: Hot, options: [Yea, Nay], correctAnswer: Yea}\n"
    files = {
        "course.md": COURSE + "\n{{ not a template }}\n",
        "02-brewing/lesson.md": lesson,
        "02-brewing/10-last.md": f"---\nid: last\ntitle: Last\n{quiz}---\n# Ask\n\nYourself.\n",
        "02-brewing/9-first.md": "---\npreview: true\nvideoUrl: https://v.example/1\n---\n# Look\n",
        "01-leaves.md": "---\nid: leaves\nestimatedDuration: 3\n---\n# Leaves\n\nA.\n\n"
        "## Green\n\n{{ kept }}\n\n### Deep\n\n## Black\n\nB.\n",
    }
    reading = read_folder(written(tmp_path, dict(files)))
    leaves, brewing = reading.plan.lessons
    assert reading.plan.description == "About tea.\n\n{{ not a template }}"
    assert (leaves.key, leaves.title) == ("leaves", "Leaves")
    assert [s.title for s in leaves.sections] == ["Introduction", "Green", "Black"]
    assert leaves.sections[1].content == "{{ kept }}\n\n### Deep"
    assert (brewing.requires, brewing.estimated_minutes) == (["leaves"], 12)
    assert [(s.key, s.title, s.type) for s in brewing.sections] == [
        ("brewing/first", "Look", "VIDEO"),
        ("last", "Last", "QUIZ"),
    ]
    assert brewing.sections[0].preview
    assert brewing.sections[1].quiz
    assert all(words.is_complete for words in reading.report.words)


def test_renumbering_a_lesson_keeps_its_keys(tmp_path: Path) -> None:
    text = "---\ntitle: Leaves\n---\n# Green\n\nA.\n\n# Black\n\nB.\n"
    before = read_folder(written(tmp_path / "a", {"course.md": COURSE, "01-leaves.md": text}))
    after = read_folder(written(tmp_path / "b", {"course.md": COURSE, "07-leaves.md": text}))
    assert before.plan == after.plan


def test_a_requirement_of_no_lesson_is_left_out_and_reported(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "course.md": COURSE,
        "a.md": "---\nid: a\nrequires: [nowhere, a]\n---\nText.\n",
    }
    reading = read_folder(written(tmp_path, files))
    assert reading.plan.lessons[0].requires == []
    assert "1 requires no other lesson: nowhere" in items(reading, "a.md", "left_out")


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        ("a.md", "---\ntitle: [unclosed\nx: y\n---\n", "a.md:3"),
        ("a.md", "---\n- a list\n---\n", "a.md:1"),
        ("a.md", "---\nx: &a [1]\ny: *a\n---\n", "a.md:1"),
        ("a.md", "---\ndate: 2021-99-99\n---\n", "a.md:1"),
        ("a.md", "---\nx: " + "[" * 5_000 + "\n---\n", "a.md:1"),
        ("a.md", "---\nx: " + "y" * 70_000 + "\n---\n", "a.md:1"),
        ("a.md", f"---\nid: a\ntitle: {'t' * 201}\n---\n", "a.md:3"),
        ("a.md", "---\nestimatedDuration: soon\n---\n", "a.md:2"),
        ("a.md", "+++\ntitle = 1\n+++\n", "a.md:1"),
        ("a.md", b"one\ntwo \xff\n", "a.md:2"),
        ("a.md", "one\ntwo \0\n", "a.md:2"),
        ("a.md", "x" * (2 * 1024 * 1024 + 1), "a.md"),
        ("a.md", "x " * 150_000, "a.md:1"),
        ("b/a.md", "---\nid: c\n---\n", "b/a.md:2"),
        ("b/a.md", "---\nquiz: {questions: []}\n---\n", "b/a.md:2"),
    ],
)
def test_what_cannot_be_read_refuses_the_folder_and_says_where(
    tmp_path: Path, name: str, content: str | bytes, where: str
) -> None:
    good = "---\nid: c\n---\nText.\n"
    files: dict[str, str | bytes] = {"course.md": COURSE, "b/0.md": good, name: content}
    with pytest.raises(CourseFolderUnreadable) as refusal:
        read_folder(written(tmp_path, files))
    assert [error.pointer for error in refusal.value.errors] == [where]


def test_all_that_cannot_be_read_is_named_at_once(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.md": b"\xff", "b.md": "---\n{\n---\n", "c.md": "Fine."}
    with pytest.raises(CourseFolderUnreadable) as refusal:
        read_folder(written(tmp_path, files))
    assert {error.pointer.split(":")[0] for error in refusal.value.errors} == {"a.md", "b.md"}


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    written(tmp_path, {"secret.md": "Secret.", "course/a.md": "Text.", "other/b.md": "B."})
    (tmp_path / "course" / "folder").symlink_to(tmp_path / "other")
    reading = read_folder(tmp_path / "course")
    assert len(reading.plan.lessons) == 1
    assert items(reading, "folder", "left_out")
    (tmp_path / "course" / "b.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(CourseFolderUnreadable) as refusal:
        read_folder(tmp_path / "course")
    assert [error.pointer for error in refusal.value.errors] == ["b.md"]


def test_a_pipe_among_the_files_does_not_hang_the_import(tmp_path: Path) -> None:
    written(tmp_path, {"a.md": "Text."})
    os.mkfifo(tmp_path / "b.md")
    with pytest.raises(CourseFolderUnreadable):
        read_folder(tmp_path)


def test_a_folder_without_lessons_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(CourseFolderUnreadable):
            read_folder(folder)


def test_a_title_that_is_too_long_stays_whole_in_the_text(tmp_path: Path) -> None:
    long = "Why " + "very " * 60 + "long?"
    reading = read_folder(written(tmp_path, {"a.md": f"Intro.\n\n# {long}\n\nText.\n"}))
    last = reading.plan.lessons[0].sections[-1]
    assert len(last.title) <= 200
    assert last.content.startswith(f"# {long}")
    assert all(words.is_complete for words in reading.report.words)


def test_a_long_section_is_cut_at_deeper_headings_and_a_short_one_opens_the_next(
    tmp_path: Path,
) -> None:
    many = "word " * 900
    text = f"# One\n\nA few words.\n\n## Two\n\n{many}\n\n## Three\n\n{many}\n\n# Four\n\n{many}\n"
    lesson = read_folder(written(tmp_path, {"a.md": text})).plan.lessons[0]
    assert [s.title for s in lesson.sections] == ["One", "Three", "Four"]
    assert lesson.sections[0].content.startswith("A few words.\n\n## Two")
