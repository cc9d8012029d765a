"""Files that go with an imported folder: stored once, known again, named where they are refused."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from alcuin.adapters.files import FolderFiles
from alcuin.catalog import (
    CourseFolderUnreadable,
    ImportOutcome,
    import_plan,
    publish,
    read_folder,
    take_files,
)
from alcuin.kit.actor import System
from alcuin.kit.problems import Conflict, Invalid
from alcuin.media import Bounds, Workshop
from tests.catalog.school import Author, School
from tests.catalog.test_importing import COURSE, written
from tests.media.samples import photo

IMPORTER = System("a test imports")
PICTURE = photo("PNG")
COVER = COURSE.replace("id: tea", "id: tea\nthumbnail: pictures/cup.png")


class Importer:
    """A folder on disk, and where its files are stored."""

    def __init__(self, school: School, owner: Author, root: Path) -> None:
        self.school, self.owner, self.root = school, owner, root
        self.folder = root / "tea"
        self.files = FolderFiles(root / "media")
        self.bounds = Bounds()

    def has(self, **files: str | bytes) -> None:
        written(self.folder, {name.replace("__", "/"): what for name, what in files.items()})

    async def imports(self) -> ImportOutcome:
        reading = read_folder(self.folder)
        parcel = await take_files(
            self.school.database,
            self.files,
            Workshop(self.root / "uploads", self.bounds),
            reading,
            owner_id=self.owner.id,
        )
        async with self.school.database.transaction() as conn:
            return await import_plan(
                conn, IMPORTER, reading.plan, owner_id=self.owner.id, parcel=parcel
            )

    async def rows(self) -> list[dict[str, Any]]:
        """All that an import writes, revisions among it."""
        async with self.school.database.transaction() as conn:
            found = await conn.raw.fetch(
                """
                select to_jsonb(c) from course c union all select to_jsonb(l) from lesson l
                union all select to_jsonb(s) from section s
                union all select to_jsonb(m) from media m
                union all select to_jsonb(f) from imported_file f
                union all select to_jsonb(m) from media_space m
                union all select to_jsonb(r) from media_removal r order by 1
                """
            )
        return [row[0] for row in found]

    def stored(self) -> set[str]:
        return {path.parent.name for path in (self.root / "media").rglob("*") if path.is_file()}


@pytest.fixture
def importer(school: School, ada: Author, tmp_path: Path) -> Importer:
    made = Importer(school, ada, tmp_path)
    text = "![A cup](pictures/cup.png) and ![again](/pictures/same.png)"
    made.has(**{"course.md": COVER, "01-a.md": text})
    made.has(**{"pictures__cup.png": PICTURE, "pictures__same.png": PICTURE})
    return made


def fates(outcome: ImportOutcome) -> dict[str, str]:
    return {file.path: file.what for file in outcome.files}


async def test_files_go_with_the_course_and_equal_ones_are_stored_once(
    importer: Importer, school: School
) -> None:
    outcome = await importer.imports()

    assert fates(outcome) == {"pictures/cup.png": "taken", "pictures/same.png": "as_before"}
    media_id = await school.value("select id from media where course_id = $1", outcome.course_id)
    assert importer.stored() == {str(media_id)}
    address = f"/api/media/{media_id}"
    assert await school.value("select thumbnail from course") == address
    content = f"![A cup]({address}) and ![again]({address})"
    assert await school.value("select content from section") == content
    async with school.database.transaction() as conn:
        done = await publish(conn, IMPORTER, outcome.course_id, note="", image_hosts=frozenset())
    assert done.notes == []


async def test_a_second_import_stores_nothing_and_changes_nothing(importer: Importer) -> None:
    await importer.imports()
    before, stored = await importer.rows(), importer.stored()

    again = await importer.imports()

    assert not again.changed
    assert set(fates(again).values()) == {"as_before"}
    assert (await importer.rows(), importer.stored()) == (before, stored)


async def test_a_picture_that_changed_is_taken_anew_also_under_its_old_name(
    importer: Importer, school: School
) -> None:
    await importer.imports()
    importer.has(**{"pictures__cup.png": photo("PNG", width=80)})

    again = await importer.imports()

    assert fates(again) == {"pictures/cup.png": "taken", "pictures/same.png": "as_before"}
    assert (again.courses.updated, again.sections.updated) == (1, 1)
    assert await school.value("select count(*) from media") == 2


async def test_what_is_refused_is_left_out_with_the_reason_and_the_rest_is_taken(
    importer: Importer, school: School
) -> None:
    importer.bounds = Bounds(file_bytes=len(PICTURE))
    text = "![a](a.png) [b](b.exe) ![c](pictures/cup.png) ![d](d.png)"
    big = photo("PNG", width=640, height=480)
    importer.has(**{"01-a.md": text, "a.png": "no image", "b.exe": "MZ"})
    importer.has(**{"d.png": big})

    outcome = await importer.imports()

    assert fates(outcome) == {
        "a.png": "left_out",
        "b.exe": "left_out",
        "d.png": "left_out",
        "pictures/cup.png": "taken",
    }
    assert all(file.detail for file in outcome.files)
    content = await school.value("select content from section")
    address = await school.value("select '/api/media/' || id from media")
    assert content == f"![a](a.png) [b](b.exe) ![c]({address}) ![d](d.png)"


async def test_a_course_without_room_for_its_files_is_not_imported(
    importer: Importer, school: School
) -> None:
    importer.bounds = Bounds(course_bytes=10)
    with pytest.raises(Conflict) as refusal:
        await importer.imports()
    assert refusal.value.code == "media_quota_full"
    assert await school.value("select count(*) from course") == 0
    assert await school.value("select count(*) from media_removal") == 1  # its bytes will go


async def test_a_file_that_somebody_deleted_is_taken_again(
    importer: Importer, school: School
) -> None:
    course = (await importer.imports()).course_id
    await school.value("delete from media where course_id = $1", course)

    again = await importer.imports()

    assert fates(again)["pictures/cup.png"] == "taken"
    assert await school.value("select count(*) from imported_file") == 1


async def test_a_folder_cannot_show_a_file_of_another_course_by_its_address(
    importer: Importer, school: School
) -> None:
    bob = await school.somebody()
    theirs = await bob.file(await bob.course("Sails"))
    importer.has(**{"02-b__01.md": f"---\nimageUrl: {theirs}\n---\nText."})
    with pytest.raises(Invalid) as refusal:
        await importer.imports()
    assert [(e.pointer, e.code) for e in refusal.value.errors] == [("b/01/imageUrl", "unknown")]


async def test_files_of_one_course_are_not_those_of_another(
    importer: Importer, school: School
) -> None:
    first = await importer.imports()
    importer.has(**{"course.md": COVER.replace("id: tea", "id: coffee")})

    second = await importer.imports()

    assert first.course_id != second.course_id
    spaces = await school.value("select array_agg(course_id order by course_id) from media")
    assert spaces == sorted([first.course_id, second.course_id], key=UUID.__str__)


def test_a_folder_that_holds_files_alone_is_no_course(tmp_path: Path) -> None:
    with pytest.raises(CourseFolderUnreadable):
        read_folder(written(tmp_path, {"a.png": PICTURE}))
