"""README.md names every test of this folder, and only tests that exist."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
INDEX = Path(__file__).parent / "README.md"
ROW = re.compile(r"^\| (all|[A-JR]\d[^|]*) \| [^|]+ \| (.+) \|$", re.MULTILINE)


def _proofs() -> dict[str, list[str]]:
    """Tests by row; none where a row waits for a feature."""
    return {row: re.findall(r"`([^`]+)`", proof) for row, proof in ROW.findall(INDEX.read_text())}


def _tests_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    defined = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        f"{path.relative_to(TESTS)}::{node.name}"
        for node in tree.body
        if isinstance(node, defined) and node.name.startswith("test_")
    }


def test_every_test_named_in_the_index_exists() -> None:
    named = {test for tests in _proofs().values() for test in tests}
    files = {test.partition("::")[0] for test in named}
    existing = {test for name in files for test in _tests_of(TESTS / name)}
    assert not named - existing


def test_every_test_of_the_gauntlet_is_in_the_index() -> None:
    named = {test for tests in _proofs().values() for test in tests}
    ours = {test for path in Path(__file__).parent.glob("test_*.py") for test in _tests_of(path)}
    assert not ours - named - _tests_of(Path(__file__))


def test_every_row_has_a_proof_or_waits_for_a_feature() -> None:
    rows = ROW.findall(INDEX.read_text())
    assert len(rows) > 50
    assert not [row for row, proof in rows if "::" not in proof and "waits for" not in proof]
