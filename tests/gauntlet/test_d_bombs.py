"""GAUNTLET D13: texts made to be slow to read."""

import time

import pytest

from alcuin.catalog.rendering import Rendered, plain_text, render

SIZE = 100_000

# The slowest of some hundred; alone, and in the pairs that were slower than either.
PIECES = (
    "_*", "*a*", "***a** b*", "aa_ _b", "[", "](b)\r", "<a@b.c>", "<http://a>", "&", "~~", "`a",
    "$a", "[a]: <b> 'c'\n", "a.b-\r\\\\ ", "- - ", "|a|\n|-|\n", "<b>",
)  # fmt: skip
CODE = (
    ("csharp", "a\n"), ("java", "a " * 140 + "\n"), ("rst", "\n"), ("c", "\n"), ("hcl", "<<a\n"),
    ("pascal", "{{"), ("python", "* " * 140 + "\n"),
)  # fmt: skip
TEX = ("a'", "\\a", "(")


def _rendered(markdown: str) -> Rendered:
    return render(markdown, prefix="s1", image_hosts=frozenset())


def _full(piece: str, size: int) -> str:
    """The piece again and again."""
    return (piece * (size // len(piece) + 1))[:size]


def _bombs(size: int) -> dict[str, str]:
    """Texts by what they are made of."""
    made = {piece: _full(piece, size) for piece in PIECES}
    for at, (language, line) in enumerate(CODE):
        for length in (150, 6_900)[at % 2 :]:
            block = f"```{language}\n{_full(line, length)}\n```\n\n"
            made[f"{language}, {line[:4]!r}, blocks of {length}"] = _full(block, size)
    made |= {f"formulas of {tex}": _full(f"${_full(tex, 990)}$ ", size) for tex in TEX}
    code, formula = f"```python\n{'* ' * 130}\n```\n\n", f"${_full(TEX[0], 990)}$ "
    made["everything"] = _full(code, 19_000) + _full(formula, 19_000) + _full("_*", size // 8)
    return made


def test_d13_no_bomb_holds_anybody_up(capsys: pytest.CaptureFixture[str]) -> None:
    """Rules decide, and not the clock: the times are printed, and bounded ten times wider."""
    spent: dict[str, float] = {}
    for name, bomb in _bombs(SIZE).items():
        began = time.process_time()
        done = _rendered(bomb)
        spent[name] = time.process_time() - began
        if any(note.kind == "plain" for note in done.notes):
            assert plain_text(done.html).split() == bomb.split()
    worst = sorted(spent, key=lambda name: -spent[name])[:3]
    with capsys.disabled():
        told = ", ".join(f"{name!r} {spent[name]:.2f} s" for name in worst)
        print(f"\nD13, {SIZE} characters, slowest of {len(spent)}: {told}")  # noqa: T201  as said
    assert spent[worst[0]] < 10
