"""What letters of accounts say, in which language, and how they look."""

import re
from datetime import timedelta
from itertools import pairwise, product

import pytest

from alcuin.identity.data import LetterKind
from alcuin.identity.letters import TEMPLATES, write
from alcuin.kit.mail import Message
from tests.identity.addresses import ADA, NEW, THIEF, asked, follow, letters_sent
from tests.identity.house import PASSWORD, PUBLIC_URL, House

LINK = f"{PUBLIC_URL}/verify-email?token={'abc_-123' * 12}"
LANGUAGES = ["de", "en"]
EVERY_ONE = [*product(LetterKind, LANGUAGES)]
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


def written(kind: LetterKind, language: str, life: timedelta = HOUR) -> Message:
    return write(kind, "ada@example.org", language, LINK, life)


@pytest.mark.parametrize(("kind", "language"), EVERY_ONE)
def test_every_letter_says_the_same_in_text_and_html(kind: LetterKind, language: str) -> None:
    letter = written(kind, language)
    shown = " ".join(re.sub("<[^>]+>", " ", letter.html.partition("<body")[2]).split())

    assert letter.subject
    assert "\n" not in letter.subject
    assert LINK in letter.text.splitlines()
    assert f'href="{LINK}"' in letter.html
    assert f'<html lang="{language}">' in letter.html
    for paragraph in letter.text.split("\n\n"):
        if LINK not in paragraph:
            assert " ".join(paragraph.split()) in shown


@pytest.mark.parametrize(("kind", "language"), EVERY_ONE)
def test_text_has_even_lines_one_empty_line_at_a_time_and_one_colon_before_the_link(
    kind: LetterKind, language: str
) -> None:
    text = written(kind, language, DAY).text
    prose = [part.splitlines() for part in text.split("\n\n") if LINK not in part]

    assert "\n\n\n" not in text
    for lines in prose:
        for line, following in pairwise(lines):
            assert len(line) <= 72 < len(f"{line} {following.split()[0]}")
    (label,) = [lines.splitlines()[0] for lines in text.split("\n\n") if LINK in lines]
    assert label.count(":") == 1


def test_every_letter_is_written_anew_in_every_language() -> None:
    assert sorted(TEMPLATES.languages) == LANGUAGES
    for kind in LetterKind:
        english, german = written(kind, "en"), written(kind, "de")
        assert english.subject != german.subject
        assert not {*english.text.splitlines()} & {*german.text.splitlines()} - {"", LINK}


@pytest.mark.parametrize(
    ("life", "english", "german"),
    [(HOUR, "1 hour", "1 Stunde"), (DAY, "24 hours", "24 Stunden"), (WEEK, "7 days", "7 Tage")],
)
@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_says_how_long_its_link_works(
    kind: LetterKind, life: timedelta, english: str, german: str
) -> None:
    for language, said in (("en", english), ("de", german)):
        assert re.search(rf"\b{said}\b", " ".join(written(kind, language, life).text.split()))


def test_the_button_has_the_colour_of_the_pages() -> None:
    html = written(LetterKind.VERIFY_EMAIL, "en").html
    assert "background: #8a3b12; color: #fff" in html


async def speaks(house: House, language: str) -> None:
    await house.value("update app_user set language = $1 returning 1", language)


@pytest.mark.parametrize(
    ("account", "spoken"),
    [("de", "de"), ("de-AT", "de"), ("en-GB", "en"), ("tlh", "en")],
)
async def test_letters_speak_the_language_of_the_account(
    house: House, account: str, spoken: str
) -> None:
    registration = {"email": ADA, "name": "Ada Lovelace", "password": PASSWORD}
    await house.post("register", **registration, language=account)
    await house.deliver()
    await house.post("register", **registration, language="en")
    await house.post("forgot-password", email=ADA)
    await house.deliver()

    assert len(house.mail.sent) == 3
    for letter in house.mail.sent:
        assert f'<html lang="{spoken}">' in letter.html


async def test_letters_of_a_change_speak_the_language_of_whoever_changes_their_address(
    house: House,
) -> None:
    await house.user(ADA)
    await speaks(house, "de")
    letters = await asked(house)
    await follow(house, letters[ADA])
    letters |= {"undone": (await letters_sent(house))[ADA]}

    assert letters.keys() == {ADA, NEW, "undone"}
    for letter in letters.values():
        assert '<html lang="de">' in letter.html


async def test_whose_address_is_wanted_by_another_is_told_in_their_own_language(
    house: House,
) -> None:
    await house.user(NEW, name="Bea Beispiel")
    await speaks(house, "de")
    await house.user(ADA)
    letters = await asked(house)

    assert '<html lang="de">' in letters[NEW].html
    assert '<html lang="en">' in letters[ADA].html


async def test_whoever_closes_an_account_is_told_in_its_language(house: House) -> None:
    ada = await house.guest(ADA)
    await speaks(house, "de")
    await ada.asks("DELETE", "/api/auth/me")

    assert '<html lang="de">' in (await letters_sent(house))[ADA].html


async def test_the_letter_after_an_undo_says_that_the_password_is_dead(house: House) -> None:
    await house.user(ADA)
    letters = await asked(house, THIEF)
    await follow(house, letters[ADA])
    letter = (await letters_sent(house))[ADA]
    text = " ".join(letter.text.split())

    assert "is undone" in letter.subject
    assert "The password that it had works no more" in text
    assert "nothing has changed" not in text
    assert (letter.link or "").startswith(f"{PUBLIC_URL}/reset-password?token=")
