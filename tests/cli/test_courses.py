import json
from pathlib import Path

from alcuin.cli.courses import courses
from alcuin.cli.demo.publishing import COURSES
from tests.cli.conftest import Run

FOLDER = str(COURSES / "how-memory-works")


def test_a_folder_becomes_a_published_course(run: Run, teacher: str) -> None:
    imported = run(courses, "import", FOLDER, "--owner", teacher, "--publish")
    assert imported.exit_code == 0, imported.output
    assert "lessons 6 new; sections 17 new" in imported.output
    assert "Published as release 1: how-memory-works" in imported.output
    assert "PUBLISHED  how-memory-works" in run(courses, "list").output


def test_a_second_import_changes_nothing(
    run: Run, teacher: str, environment: dict[str, str]
) -> None:
    first = run(courses, "import", FOLDER, "--owner", teacher)
    assert "+ forgetting.png: image/png, 960 x 540" in first.output
    stored = sorted(Path(environment["ALCUIN_DATA_DIR"], "media").rglob("*"))
    again = run(courses, "import", FOLDER, "--owner", teacher)
    assert "= forgetting.png" in again.output
    assert "files 1 as before. Nothing changed." in again.output
    assert sorted(Path(environment["ALCUIN_DATA_DIR"], "media").rglob("*")) == stored
    assert len(run(courses, "list").output.splitlines()) == 1


def test_the_report_speaks_of_every_file_and_loses_no_word(
    run: Run, teacher: str, tmp_path: Path
) -> None:
    file = tmp_path / "report.json"
    printed = run(courses, "import", FOLDER, "--owner", teacher, "--report", str(file)).output
    report = json.loads(file.read_bytes())["report"]
    for path in Path(FOLDER).rglob("*.md"):
        assert path.relative_to(FOLDER).as_posix() in printed
    for count in report["words"]:
        assert count["read"] + count["added"] == count["taken"] + count["left_out"]


def test_a_folder_that_cannot_be_read_names_file_and_line(
    run: Run, teacher: str, tmp_path: Path
) -> None:
    (tmp_path / "course.md").write_text("---\ntitle: [\n---\n")
    refused = run(courses, "import", str(tmp_path), "--owner", teacher)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Error: course.md:")
    assert run(courses, "list").output == ""


def test_a_course_is_published_by_its_slug(run: Run, teacher: str) -> None:
    run(courses, "import", FOLDER, "--owner", teacher)
    published = run(courses, "publish", "how-memory-works", "--note", "first")
    assert published.exit_code == 0, published.output
    assert run(courses, "publish", "nothing").stderr == "Error: There is no such course.\n"
