"""The reference says what the code says, and leaves nothing of the guide out."""

import re
from pathlib import Path
from typing import Any

import pytest
from tools import openapi
from tools.reference import indexes, pages
from tools.reference.meanings import ENUMS, FIELDS
from tools.reference.schemas import Schemas, is_wrapped, notes

from alcuin.app.settings import read_settings
from alcuin.catalog.data import bounds
from alcuin.kit.db import Conn
from tests.docs import guide

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / pages.FOLDER
GUIDE = (FOLDER / "the-guide.md").read_text()
AGAIN = "run: python -m tools.reference"


@pytest.fixture(scope="module")
def document() -> Any:  # Any: JSON
    return openapi.document()


@pytest.fixture(scope="module")
def schemas(document: Any) -> Schemas:
    return Schemas(document)


@pytest.mark.parametrize("name", ["endpoints.md", "requests.md", "models.md", "enums.md"])
def test_the_reference_is_made_of_the_present_code(name: str, document: Any) -> None:
    assert (FOLDER / name).read_text() == pages.of_document(document)[name], AGAIN


async def test_tables_and_indexes_are_those_of_the_newest_schema(conn: Conn) -> None:
    assert (FOLDER / indexes.NAME).read_text() == indexes.page(await indexes.kept(conn.raw)), AGAIN


async def test_every_index_says_what_it_serves(conn: Conn) -> None:
    silent = await conn.raw.fetch(
        """
        select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid
        where i.relnamespace = 'public'::regnamespace and i.relname not like 'pgqueuer%'
          and obj_description(i.oid) is null
          and not exists (select from pg_constraint
            where conindid = i.oid and contype in ('p', 'u'))
        """
    )
    assert [row["relname"] for row in silent] == []


def test_every_number_says_what_it_counts(schemas: Schemas) -> None:
    silent = {
        f"{model}.{field}"
        for model, schema in schemas.all.items()
        if not is_wrapped(model)
        for field, kind in schema.get("properties", {}).items()
        if "integer" in schemas.kind(kind, "")
        if not (notes(kind) or FIELDS.get(field) or FIELDS.get(f"{model}.{field}"))
    }
    assert silent == set()


def test_meanings_are_those_of_words_that_there_are(schemas: Schemas) -> None:
    fields = {(m, f) for m, schema in schemas.all.items() for f in schema.get("properties", ())}
    known = {f"{model}.{field}" for model, field in fields} | {field for _, field in fields}
    assert FIELDS.keys() - known == set()
    words = {name: set(schemas.all[name]["enum"]) for name in schemas.enums}
    assert {name: set(meanings) for name, meanings in ENUMS.items()} == words


def test_links_within_the_reference_lead_to_headings() -> None:
    headings = {
        path.name: {_anchor(line) for line in path.read_text().splitlines() if line[:2] == "##"}
        for path in FOLDER.glob("*.md")
    }
    for path in FOLDER.glob("*.md"):
        for file, heading in re.findall(r"\]\(([a-z-]+\.md)?#([^)]+)\)", path.read_text()):
            assert heading in headings[file or path.name], f"{path.name}: {file}#{heading}"


def test_every_promise_of_the_guide_is_answered() -> None:
    promised = re.findall(r"^\| (.+?) \|", GUIDE, re.MULTILINE)
    assert {each for each in guide.ENDPOINTS if f"`{each}`" not in promised} == set()
    assert {each for each in guide.INDEXES if each not in " ".join(promised)} == set()
    for model, fields in guide.MODELS.items():
        of_model = GUIDE[GUIDE.index(f"**{model}**") :]
        for field in fields.split():
            assert f"`{field}`" in of_model, f"{model}.{field}"
    for enum, words in guide.ENUMS.items():
        assert f"**{enum}** {words}" in GUIDE


def test_endpoints_that_stand_for_the_guides_are_there(document: Any) -> None:
    for method, path in re.findall(r"`([A-Z]+) (/[^`]*)`", _answers()):
        assert method.lower() in document["paths"].get(path, {}), f"{method} {path}"


def test_what_comes_later_is_not_there(document: Any) -> None:
    for method, path in re.findall(r"^\| `([A-Z]+) (\S+)` \| later", GUIDE, re.MULTILINE):
        assert method.lower() not in document["paths"].get(path, {}), f"{method} {path}"


def test_fields_that_stand_for_the_guides_are_there(schemas: Schemas) -> None:
    named = re.findall(r"`([A-Z]\w+)\.(\w+)`", GUIDE)
    assert len(named) > len(guide.MODELS)
    for model, field in named:
        assert field in schemas.all[model]["properties"], f"{model}.{field}"


def test_enums_that_stand_for_the_guides_hold_its_words(schemas: Schemas) -> None:
    for theirs, ours in re.findall(r"^\| \*\*\w+\*\* (.+) \| \[(\w+)\]", GUIDE, re.MULTILINE):
        assert set(theirs.split()) == set(schemas.all[ours]["enum"])


async def test_indexes_that_stand_for_the_guides_are_there(conn: Conn) -> None:
    rows = await conn.raw.fetch(
        "select relname from pg_class where relnamespace = 'public'::regnamespace"
    )
    chapter = GUIDE.partition("## Indexes")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([a-z_]+)`", _second_column(chapter)))
    assert named - {row["relname"] for row in rows} == set()


def test_settings_that_stand_for_the_guides_are_there() -> None:
    known = {f"ALCUIN_{name.upper()}" for name in read_settings({}).__struct_fields__}
    assert set(re.findall(r"ALCUIN_[A-Z_]+", GUIDE)) <= known


def _answers() -> str:
    """What stands beside the guide's rows, with the sentences around the tables."""
    rest = "\n".join(line for line in GUIDE.splitlines() if line[:1] != "|")
    return _second_column(GUIDE) + rest


def _second_column(text: str) -> str:
    return "\n".join(re.findall(r"^\| .+? \| (.+) \|$", text, re.MULTILINE))


def _anchor(heading: str) -> str:
    """GitHub's and ours: small letters, words joined by hyphens."""
    words = re.sub(r"[^\w\s-]", "", heading.lstrip("# ").lower())
    return re.sub(r"\s", "-", words)


def test_every_page_stands_in_the_contents() -> None:
    for contents in (ROOT / "README.md", ROOT / "docs/README.md"):
        text = contents.read_text()
        named = {(contents.parent / link).resolve() for link in re.findall(r"\]\(([^)#]+)", text)}
        pages_there = {*(ROOT / "docs/how-to").glob("*.md"), *FOLDER.glob("*.md")}
        assert pages_there - named == set(), contents


def test_bounds_of_courses_are_those_of_the_code() -> None:
    text = (FOLDER / "limits.md").read_text()
    for most, of_what in (
        (bounds.MAX_LESSONS, "lessons of a course"),
        (bounds.MAX_SECTIONS, "sections of a lesson"),
        (bounds.MAX_UNPUBLISHED, "courses of one person that were never published"),
    ):
        assert f"| {of_what} | {most:,} |" in text
    assert f"| a course in the trash | {bounds.TRASH.days} days |" in text
