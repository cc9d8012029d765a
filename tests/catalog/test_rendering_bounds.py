"""Where rendering stops, by rules and never by the clock, and what is shown instead."""

import pytest

from alcuin.catalog.rendering import MAX_LENGTH, Rendered, plain_text, render
from alcuin.catalog.rendering.formulas import MAX_TEX
from alcuin.catalog.rendering.highlighting import MAX_CODE, MAX_COST, MAX_LINES

PROSE = (
    "## How memory works\n\n"
    "We forget *most* of what we read within a day, [as Ebbinghaus showed](https://a.example/e).\n"
    "Reading it again helps little; **recalling** it helps a lot. Try `spaced` repetition:\n\n"
    "- the first time after a day,\n- then after three days,\n- then after a week.\n\n"
    "| day | kept |\n|----:|-----:|\n| 1 | 33 % |\n| 6 | 25 % |\n\n"
    "```python\ndef kept(days):\n    return 1.84 / (math.log10(days) ** 1.25 + 1.84)\n```\n\n"
)


def _rendered(markdown: str) -> Rendered:
    return render(markdown, prefix="s1", image_hosts=frozenset())


def _kinds(markdown: str) -> set[str]:
    return {note.kind for note in _rendered(markdown).notes}


def test_a_hundred_thousand_characters_that_a_person_wrote_are_rendered() -> None:
    text = PROSE * (100_000 // len(PROSE))
    done = _rendered(text)
    assert "<h2" in done.html
    assert {note.kind for note in done.notes} <= {"code"}


@pytest.mark.parametrize(
    ("mark", "bearable"),
    [("*", 20_000), ("_", 20_000), ("[", 6_600), ("&", 28_000), ("\r", 10_000), ("<a@b.c>", 3_700)],
)
def test_so_many_marks_and_no_more(mark: str, bearable: int) -> None:
    assert "plain" not in _kinds(f"{mark}x" * bearable)
    text = f"{mark}x" * (bearable + bearable // 20)
    done = _rendered(text)
    assert [note.kind for note in done.notes] == ["plain"]
    assert plain_text(done.html).split() == text.split()


def _code(language: str, code: str) -> str:
    return f"```{language}\n{code}\n```\n\n"


@pytest.mark.parametrize(
    ("markdown", "highlighted"),
    [
        (_code("python", "x = 1\n" * (MAX_LINES - 2)), True),
        (_code("python", "x = 1\n" * MAX_LINES), False),
        (_code("python", "x = 1 + 1;" * 31), False),  # one long line
        (_code("python", ("x" * 200 + "\n") * (MAX_CODE // 201 + 1)), False),
        (_code("java", ("x" * 100 + "\n") * 30), True),
        (_code("java", ("x" * 100 + "\n") * 40), False),  # the square of its length
    ],
)
def test_code_that_may_take_long_is_shown_plain(markdown: str, highlighted: bool) -> None:  # noqa: FBT001  of the table
    assert _kinds(markdown) == (set() if highlighted else {"code"})
    assert 'class="highlight"' in _rendered(markdown).html


def test_blocks_share_a_budget_and_later_ones_are_shown_plain() -> None:
    block = _code("python", "x = 1\n" * 100)
    fitting = MAX_COST // len("x = 1\n" * 100) - 1
    assert _kinds(block * fitting) == set()
    assert _kinds(block * (fitting + 3)) == {"code"}


def test_formulas_share_a_budget_whether_they_can_be_read_or_not() -> None:
    for tex in ("x" * 200, "\\nosuch" * 20):
        fitting = MAX_TEX // len(tex)
        done = _rendered(f"${tex}$ " * (fitting + 5))
        assert done.notes[-1].detail.startswith("too many formulas in one section")
        assert not [
            note
            for note in _rendered(f"${tex}$ " * fitting).notes
            if note.detail.startswith("too many")
        ]


def test_text_that_is_too_long_is_shown_whole() -> None:
    assert _kinds("x" * MAX_LENGTH) == set()
    assert _kinds("x" * (MAX_LENGTH + 1)) == {"plain"}
