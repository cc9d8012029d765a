"""Files that lie in a course folder beside its texts."""

from pathlib import Path

import pytest

from alcuin.catalog.importing import Reading, SectionPlan, read_folder, readdressed
from alcuin.catalog.rules.plans import with_files
from tests.catalog.test_importing import COURSE, items, written

ID = "/api/media/0198f2a0-0000-7000-8000-000000000001"


def one_section(reading: Reading) -> SectionPlan:
    return reading.plan.lessons[0].sections[0]


def folder(root: Path, text: str, **files: str) -> Path:
    inside: dict[str, str | bytes] = {
        "course.md": COURSE,
        "01-a/01-b.md": text,
        "01-a/near.png": "n",
        "far/x.pdf": "f",
    }
    inside.update(files)
    return written(root, inside)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("![a](near.png)", "01-a/near.png"),
        ("![a](./near.png)", "01-a/near.png"),
        ("![a](../01-a/near.png)", "01-a/near.png"),
        ("![a](/01-a/near.png)", "01-a/near.png"),
        ("![a](near%2Epng)", "01-a/near.png"),
        ('![a](near.png "A title")', "01-a/near.png"),
        ("![a](<near.png>)", "01-a/near.png"),
        ("![a][b]\n\n[b]: near.png", "01-a/near.png"),
        ('<img alt="a" src="near.png">', "01-a/near.png"),
        ("[![a](near.png)](https://example.org)", "01-a/near.png"),
        ("[a](../far/x.pdf#page=2)", "far/x.pdf"),
        ('<a class="b" href="/far/x.pdf">a</a>', "far/x.pdf"),
        ("[![a](near.png)](../far/x.pdf)", "01-a/near.png"),
    ],
)
def test_every_way_to_name_a_file_of_the_folder_is_followed(
    tmp_path: Path, text: str, path: str
) -> None:
    reading = read_folder(folder(tmp_path, text))
    assert path in one_section(reading).files.values()
    assert path in {file.path for file in reading.files}
    done = with_files(reading.plan, dict.fromkeys(one_section(reading).files.values(), ID))
    content = done.lessons[0].sections[0].content
    assert ID in content
    assert "near" not in content
    assert "x.pdf" not in content


def test_a_fragment_stays_with_its_file(tmp_path: Path) -> None:
    plan = read_folder(folder(tmp_path, "[a](../far/x.pdf#page=2)")).plan
    done = with_files(plan, {"far/x.pdf": ID})
    assert done.lessons[0].sections[0].content == f"[a]({ID}#page=2)"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("![a](gone.png)", "it is not in the folder: gone.png"),
        ("![a](../../secret.png)", "it leads out of the folder: ../../secret.png"),
        ("![a](../out/secret.png)", "it is not in the folder: ../out/secret.png"),
        ("![a](link.png)", "a link, or no regular file: link.png"),
        ("![a](.hidden.png)", "a hidden file: .hidden.png"),
        ("[a](gone.pdf)", "it is not in the folder: gone.pdf"),
    ],
)
def test_what_cannot_be_taken_is_named_with_the_reason(
    tmp_path: Path, text: str, told: str
) -> None:
    written(tmp_path, {"secret.png": "s", "out/secret.png": "s"})
    root = folder(tmp_path / "course", text, **{"01-a/.hidden.png": "h"})
    (root / "01-a" / "link.png").symlink_to(tmp_path / "secret.png")
    (root / "out").symlink_to(tmp_path / "out")

    reading = read_folder(root)

    assert items(reading, "01-a/01-b.md", "left_out") == [f"1 address names no file, {told}"]
    assert one_section(reading).files == {}
    assert one_section(reading).content == text
    assert reading.files == []


@pytest.mark.parametrize(
    "text",
    [
        "`![a](near.png)`",
        "```\n![a](near.png)\n```",
        "[a](#b)",
        "[a](https://example.org/near.png)",
        "[a](../02-b/)",
        "[a](01-c.md)",
        "[a](/about)",
        f"![a]({ID})",
    ],
)
def test_code_pages_and_addresses_of_elsewhere_name_no_file(tmp_path: Path, text: str) -> None:
    reading = read_folder(folder(tmp_path, text))
    assert one_section(reading).files == {}
    assert items(reading, "01-a/01-b.md", "left_out") == []
    assert items(reading, "01-a/near.png", "left_out") == ["0 nothing in the course names it"]


def test_front_matter_names_files_too(tmp_path: Path) -> None:
    text = "---\nimageUrl: near.png\n---\nText."
    cover = COURSE.replace("id: tea", "id: tea\nthumbnail: far/cover.png")
    root = folder(tmp_path, text, **{"course.md": cover, "far/cover.png": "c"})
    plan = read_folder(root).plan
    assert (plan.thumbnail, plan.files) == ("far/cover.png", {"far/cover.png": "far/cover.png"})

    taken = with_files(plan, {"far/cover.png": ID, "01-a/near.png": ID})
    assert taken.thumbnail == ID
    assert taken.lessons[0].sections[0].image_url == ID

    refused = with_files(plan, {})
    assert refused.thumbnail is None
    assert refused.lessons[0].sections[0].image_url is None


def test_a_picture_of_front_matter_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    reading = read_folder(folder(tmp_path, "---\nimageUrl: gone.png\n---\nText."))
    assert one_section(reading).image_url is None
    assert items(reading, "01-a/01-b.md", "left_out") == [
        "2 imageUrl names no file, it is not in the folder: gone.png"
    ]


def test_links_to_files_of_a_foreign_folder_do_not_lead_to_its_old_site(tmp_path: Path) -> None:
    page = "---\ntitle: A\n---\n[slides](/files/a.pdf) and [home](/)\n"
    reading = read_folder(written(tmp_path, {"a.md": page, "files/a.pdf": "p"}))
    assert one_section(reading).content == "[slides](/files/a.pdf) and home"
    assert one_section(reading).files == {"/files/a.pdf": "files/a.pdf"}
    assert all(words.is_complete for words in reading.report.words)


def test_what_is_not_readdressed_stays_byte_for_byte() -> None:
    text = "![a](b) `![a](b)` [c](d) ![e](b#f)"
    no_others: dict[str, str] = {}
    assert readdressed(text, no_others.get) == text
    assert readdressed(text, {"b": "X", "b#f": "Y"}.get) == "![a](X) `![a](b)` [c](d) ![e](Y#f)"
