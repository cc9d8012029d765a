"""Cursors and pages."""

import pytest

from alcuin.kit.paging import Cursors, Page, Paging
from alcuin.kit.problems import Invalid

CURSORS = Cursors(b"key")


def test_a_cursor_gives_back_what_it_was_made_of() -> None:
    values = ["2026-01-01T00:00:00Z", 7, None, "ü"]
    assert CURSORS.open(CURSORS.seal(values, "courses"), "courses") == values


def test_a_cursor_of_which_any_letter_was_changed_is_refused() -> None:
    sealed = CURSORS.seal([1, "memory"])
    for at, letter in enumerate(sealed):
        changed = sealed[:at] + ("A" if letter != "A" else "B") + sealed[at + 1 :]
        # The last letter may carry bits that no byte uses; then nothing was changed.
        if at < len(sealed) - 1:
            with pytest.raises(Invalid):
                CURSORS.open(changed)


@pytest.mark.parametrize("text", ["", "=", "a", "AAAA", "ü", "A" * 5_000, "a b", "\0"])
def test_a_text_that_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        CURSORS.open(text)


def test_a_cursor_opens_only_its_own_list_and_installation() -> None:
    sealed = CURSORS.seal([1], "courses")
    with pytest.raises(Invalid):
        CURSORS.open(sealed, "users")
    with pytest.raises(Invalid):
        Cursors(b"other key").open(sealed, "courses")


def test_a_cursor_outlives_one_change_of_the_key() -> None:
    sealed = CURSORS.seal([1], "courses")
    assert Cursors(b"new key", b"key").open(sealed, "courses") == [1]
    with pytest.raises(Invalid):
        Cursors(b"newest key", b"new key").open(sealed, "courses")


def test_a_page_knows_how_many_rows_are_before_it() -> None:
    assert Paging(page=3, limit=20).offset == 40
    assert Paging(page=3, limit=20, cursor="x").offset == 0


def test_a_page_can_be_shown_otherwise() -> None:
    page = Page(items=[1, 2], total=2, page=1, limit=10, next_cursor="x")
    assert page.showing(str) == Page(items=["1", "2"], total=2, page=1, limit=10, next_cursor="x")
