"""What the documentation says is so."""

import re
from pathlib import Path

import click
import msgspec
import pytest
from tools import openapi, refusals

from alcuin.app.settings import Settings
from alcuin.cli import main

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")


def page(name: str) -> str:
    return (DOCS / name).read_text()


def test_every_setting_is_documented_and_no_other() -> None:
    rows = re.findall(r"^\| `(ALCUIN_[A-Z_]+)`", page("reference/settings.md"), re.MULTILINE)
    settings = {f"ALCUIN_{field.name.upper()}" for field in msgspec.structs.fields(Settings)}
    assert set(rows) == settings


def commands(group: click.Group, path: str) -> set[str]:
    found = set[str]()
    for name, command in group.commands.items():
        whole = f"{path} {name}"
        found |= commands(command, whole) if isinstance(command, click.Group) else {whole}
    return found


def test_every_command_is_documented_and_no_other() -> None:
    table = re.findall(r"^\| `(alcuin [^`]+)`", page("reference/commands.md"), re.MULTILINE)
    documented = {
        " ".join(w for w in row.split() if re.fullmatch("[a-z-]+", w) and w[0] != "-")
        for row in table
    }
    assert documented == commands(main, "alcuin")


def test_every_option_of_a_command_is_documented() -> None:
    text = page("reference/commands.md") + page("how-to/import-a-course.md")
    found = {
        option
        for group in (main, *(c for c in main.commands.values() if isinstance(c, click.Group)))
        for command in group.commands.values()
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
