"""No word is lost, whatever the Markdown. Words are numbered, so that each can be looked for."""

import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from alcuin.catalog.importing import Reading, read_folder

MARKUP = st.text(alphabet="#`~[]()*_>-<!{}%:^$&|=+.1 \n\tabé", max_size=200)
SHAPES = [
    "# {}\n", "## {} {}\n", "### {}\n", "{}\n===\n", "{} *{}* [{}](https://x.example/{})\n",
    "```py\n# {}\n{}\n```\n", "~~~\n## {}\n~~~\n", "- {}\n- {}\n\n    # {}\n", "> # {}\n> {}\n",
    "| {} | {} |\n|---|---|\n| {} | {} |\n", "<div>\n# {}\n</div>\n", "{}\n\n    indented {}\n",
    "$$\n# {}\n$$\n", "`{} {{{{ {} }}}}`\n", "1. {}\n\n   ```\n   # {}\n   ```\n",
]  # fmt: skip


def read_text(text: str, *, is_ours: bool = False) -> Reading:
    with TemporaryDirectory() as folder:
        Path(folder, "a.md").write_text(f"---\ntitle: A\n---\n{text}", encoding="utf-8")
        if is_ours:
            Path(folder, "course.md").write_text("---\ntitle: C\n---\n", encoding="utf-8")
        return read_folder(Path(folder))


def numbered(shapes: list[str]) -> str:
    """The shapes with a new word at each place."""
    places = "\n\n".join(shapes)
    count = iter(range(len(places)))
    return re.sub(r"\{(?=\})\}", lambda _: f"word{next(count)}", places).replace("{{", "{")


@settings(max_examples=60, deadline=None)
@given(MARKUP, st.booleans())
def test_no_word_of_any_text_is_unaccounted_for(text: str, is_ours: bool) -> None:  # noqa: FBT001 - drawn
    reading = read_text(text + "\n\nend", is_ours=is_ours)
    assert [words for words in reading.report.words if not words.is_complete] == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SHAPES), min_size=1, max_size=25), st.booleans())
def test_every_visible_word_is_in_the_plan_once_and_in_order(
    shapes: list[str],
    is_ours: bool,  # noqa: FBT001 - drawn
) -> None:
    text = numbered(shapes)
    sections = read_text(text, is_ours=is_ours).plan.lessons[0].sections
    found = "\n".join(f"{s.title}\n{s.content}" for s in sections)
    words = re.findall(r"word\d+", text)
    assert [word for word in re.findall(r"word\d+", found) if word in words] == words
    assert Counter(re.findall(r"^\s*```$", found, re.MULTILINE)) == Counter(
        re.findall(r"^\s*```$", text, re.MULTILINE)
    )
