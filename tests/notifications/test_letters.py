"""How letters about notices are set."""

from itertools import pairwise, product

import pytest

from alcuin.notifications import NoticeKind
from alcuin.notifications.letters import write
from tests.notifications.samples import letter, notice

TITLE = "Probability for those who would rather not guess"


@pytest.mark.parametrize(("kind", "language"), [*product(NoticeKind, ["en", "de"])])
def test_text_has_even_lines_whatever_names_are_put_in(kind: NoticeKind, language: str) -> None:
    text = write(notice(kind, TITLE), letter(language)).text
    lead, mark, foot = text.partition("\n\n-- \n")

    assert mark
    assert "\n\n\n" not in text
    for lines in (lead.splitlines(), foot.partition("\n\n")[0].splitlines()):
        for line, following in pairwise(lines):
            assert len(line) <= 72 < len(f"{line} {following.split()[0]}")


def test_a_word_longer_than_a_line_stays_whole() -> None:
    title = "Donaudampfschifffahrtsgesellschaftskapitaenskajuetenschluessel-und-seine-Geschichte"
    lines = write(notice(NoticeKind.ENROLLED, title), letter("de")).text.splitlines()
    assert f"„{title}“" in lines
    assert letter().unsubscribe in lines
