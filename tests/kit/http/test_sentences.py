"""What is said of a wrong value can be read by whoever sent it."""

import pytest

from alcuin.kit.http.sentences import sentence


@pytest.mark.parametrize(
    ("said", "sentence_and_code"),
    [
        ("Invalid RFC3339 encoded date", ("Give a date (ISO 8601).", "type")),
        ("Invalid RFC3339 encoded datetime - at `$.x`", ("Give a time (ISO 8601).", "type")),
        (
            "Expected `datetime` with a timezone component",
            ("Give a time with its offset, like 2026-03-01T09:00:00Z.", "type"),
        ),
        ("Expected `str` of length >= 1", ("Give at least 1 character.", "length")),
        ("Expected `array` of length >= 1", ("Give at least 1 entry.", "length")),
        ("Expected `array` of length <= 4", ("Give at most 4 entries.", "length")),
        ("Expected `str` matching regex '^[A-Z]+$'", ("This has to match ^[A-Z]+$.", "pattern")),
    ],
)
def test_a_fault_is_said_in_a_sentence(said: str, sentence_and_code: tuple[str, str]) -> None:
    assert sentence(said) == sentence_and_code
