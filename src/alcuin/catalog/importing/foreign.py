"""What is special about a folder written for a site generator."""

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import urljoin, urlsplit

import msgspec

from alcuin.catalog.importing.cleaning import Cut
from alcuin.catalog.importing.links import is_elsewhere, links
from alcuin.catalog.importing.matter import Page
from alcuin.catalog.importing.words import count, is_word

# The only names of foreign front matter that mean the same here; others say how to lay out.
KNOWN = ("id", "title", "description", "order", "date", "video")

_ABOUT = re.compile(
    r"(readme|licen[sc]e|copying|contributing|changelog|code[-_]of[-_]conduct|authors|404)",
    re.IGNORECASE,
)
_INDEX = ("index", "_index", "readme")
_TERMS = re.compile(
    r"CC[ -]BY[-A-Z]*[ -]\d\.\d|CC0|MIT License|Apache License|GPL\S*", re.IGNORECASE
)
_MAX_ADDRESS = 2_000
_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)


class Settled(msgspec.Struct, frozen=True):
    """A text whose links lead somewhere, what was cut from them, and what leads to the old site."""

    text: str
    cuts: list[Cut]
    led: list[Cut]


def settle_links(text: str, site: str | None, is_here: Callable[[str], bool]) -> Settled:
    """Links to other pages of the site lead to it by its address, or leave only their text.

    Those to files that are here stay.
    """
    kept, at = list[str](), 0
    cuts, led = list[Cut](), list[Cut]()
    for link in links(text):
        address = link.group("address")
        if is_elsewhere(address) or is_here(address):
            continue
        line = text.count("\n", 0, link.start()) + 1
        if site and address.startswith("/"):
            target = urljoin(site, address)
            kept += [text[at : link.start("address")], target]
            at = link.end("address")
            led.append(Cut(line, target, "link leads to the site", count(target) - count(address)))
        else:
            kept += [text[at : link.start()], link.group("text")]
            at = link.end()
            rest = address + (link.group("title") or "")
            why = "link to a page that is not here (its text stays)"
            cuts.append(Cut(line, rest, why, count(rest) + _words_joined(link)))
    return Settled("".join(kept) + text[at:], cuts, led)


def _words_joined(link: re.Match[str]) -> int:
    """How many words run together when only the link's text is left, as in `[link](x)s`."""
    text, around = link.group("text"), link.string
    before, after = around[max(link.start() - 1, 0) : link.start()], around[link.end() :][:1]
    return (is_word(before) and is_word(text[:1])) + (is_word(text[-1:]) and is_word(after))


def reason_to_leave_out(page: Page) -> str | None:
    """Why a page is no lesson, if it says so."""
    stem = page.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    matter = page.matter
    if _ABOUT.fullmatch(stem):
        terms = _TERMS.search(page.body)
        return "about the course, no lesson" + (
            f"; names the terms {terms.group()}: keep to them" if terms else ""
        )
    if matter.get("phony") or matter.get("draft") or matter.get("published") is False:
        return "marked as no lesson, or as unfinished"
    return "marked as not ready" if matter.get("ready") is False else None


def is_index(page: Page) -> bool:
    """Whether the page stands for the whole folder."""
    return page.path.rsplit(".", 1)[0].lower() in _INDEX


def date_of(page: Page) -> date | None:
    """When a page was written."""
    found = page.matter.get("date")
    return found if isinstance(found, date) else None


def video_url(video: object) -> str | None:
    """The address of a lecture's recording (`video: {id: ...}` of YouTube, or an address)."""
    given = str(video.get("id") if isinstance(video, dict) else video)
    if given.startswith("https://") and urlsplit(given).netloc and len(given) <= _MAX_ADDRESS:
        return given
    is_youtube = _YOUTUBE_ID.fullmatch(given)
    return f"https://www.youtube.com/watch?v={given}" if is_youtube else None
