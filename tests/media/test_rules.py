"""Names, sizes and parts, by the rules alone."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alcuin.media.rules.names import disposition, tidy_name

NAMES = {
    "photo.png": "photo.png",
    "Photo.PNG": "Photo.png",
    "photo": "photo.png",
    "photo.png.html": "photo.png.html.png",
    "../../etc/passwd": "passwd.png",
    "C:\\Users\\ada\\me.png": "me.png",
    "a\r\nset-cookie: b.png": "a set-cookie b.png",
    "\u202egnp.exe": "gnp.exe.png",
    "CON": "_CON.png",
    "com1.png": "_com1.png",
    "nul.tar.png": "_nul.tar.png",
    "console.png": "console.png",
    " . ": "file.png",
    ".png": "file.png",
    'say "hi"?.png': "say hi.png",
    "märz ☀.png": "märz ☀.png",
}


@pytest.mark.parametrize(("given", "kept"), NAMES.items())
def test_a_name_is_kept_without_what_misleads(given: str, kept: str) -> None:
    assert tidy_name(given, "image/png") == kept


def test_a_long_name_is_cut_and_keeps_its_ending() -> None:
    kept = tidy_name("a" * 300 + ".jpeg", "image/jpeg")
    assert kept == "a" * 150 + ".jpeg"


@given(st.text(max_size=400), st.sampled_from(["image/png", "application/pdf", "text/vtt"]))
def test_every_name_ends_as_its_type_and_fits_the_column(name: str, kind: str) -> None:
    kept = tidy_name(name, kind)
    assert kept.endswith({"image/png": ".png", "application/pdf": ".pdf", "text/vtt": ".vtt"}[kind])
    assert 5 <= len(kept) <= 200
    assert not set(kept) & set('/\\"\r\n\0')
    assert tidy_name(kept, kind) == kept


@given(st.text(max_size=100))
def test_a_name_in_a_header_is_one_header_and_comes_back(name: str) -> None:
    kept = tidy_name(name, "image/png")
    header = disposition(kept, "image/png")
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert unquote(header.rpartition("''")[2]) == kept


def test_what_a_browser_would_not_show_in_a_sandbox_is_saved() -> None:
    assert disposition("a.pdf", "application/pdf").startswith("attachment;")
    assert disposition("a.vtt", "text/vtt").startswith("inline;")
