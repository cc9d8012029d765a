"""What the documentation says is so."""

import re
from pathlib import Path

import click
import msgspec
import pytest
from alembic.script import ScriptDirectory
from tools import openapi, refusals

from alcuin.app.schema import MIGRATIONS, newest_revision
from alcuin.app.settings import Settings
from alcuin.cli import main

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")


def page(name: str) -> str:
    return (DOCS / name).read_text()


def test_every_setting_is_documented_and_no_other() -> None:
    rows = re.findall(r"^\| `(ALCUIN_[A-Z0-9_]+)`", page("reference/settings.md"), re.MULTILINE)
    settings = {f"ALCUIN_{field.name.upper()}" for field in msgspec.structs.fields(Settings)}
    assert set(rows) == settings


def commands(group: click.Group, path: str) -> dict[str, click.Command]:
    found = dict[str, click.Command]()
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        whole = f"{path} {name}"
        found |= commands(command, whole) if isinstance(command, click.Group) else {whole: command}
    return found


def test_every_command_is_documented_and_no_other() -> None:
    table = re.findall(r"^\| `(alcuin [^`]+)`", page("reference/commands.md"), re.MULTILINE)
    documented = {
        " ".join(w for w in row.split() if re.fullmatch("[a-z-]+", w) and w[0] != "-")
        for row in table
    }
    assert documented == commands(main, "alcuin").keys()


def test_every_option_of_a_command_is_documented() -> None:
    text = page("reference/commands.md") + page("how-to/import-a-course.md")
    found = {
        option
        for command in commands(main, "alcuin").values()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }
    assert {option for option in found if option not in text} == set()


def test_every_refusal_is_documented() -> None:
    assert page("reference/refusals.md") == refusals.page(), "run: python -m tools.refusals"


def test_make_has_every_command_that_a_page_names() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        name
        for file in PAGES
        for name in re.findall(r"(?:^|`)make ([a-z]+)", file.read_text(), re.MULTILINE)
    }
    assert named <= targets


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(file: Path) -> None:
    for link in LINK.findall(file.read_text()):
        target = (file.parent / link).resolve()
        assert target.exists(), link
        # Alcuin serves these pages itself, and nothing beside them.
        assert DOCS in target.parents or DOCS not in file.parents, link


def test_every_page_begins_with_its_title() -> None:
    for file in DOCS.rglob("*.md"):
        assert file.read_text().startswith("# "), file


def test_the_changelog_has_a_place_for_the_next_release() -> None:
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text()


def test_the_api_changes_only_where_somebody_meant_it() -> None:
    assert (ROOT / openapi.FILE).read_text() == openapi.snapshot(), "run: python -m tools.openapi"


def test_the_newest_revision_is_the_one_that_alembic_finds() -> None:
    assert newest_revision() == ScriptDirectory(str(MIGRATIONS)).get_current_head()
