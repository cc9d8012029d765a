"""What the addresses in a text name, and the report of it; and putting others in their place."""

from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from alcuin.catalog.importing.attachments import FoundFile, NotThere
from alcuin.catalog.importing.ledger import Ledger
from alcuin.catalog.importing.links import addresses, links
from alcuin.catalog.rendering import fragments


def note_addresses(content: str, line: int, ledger: Ledger) -> dict[str, str]:
    """Note pictures, files and dead fragments of a section that begins at this line.

    Answers the files of the folder that it names: their paths by address.
    """
    files: dict[str, str] = {}
    for address in addresses(content):
        at = ledger.line_of(address.text, line)
        if address.is_image and (host := urlsplit(address.text).netloc):
            ledger.note(at, "taken", f"{_from(host)}: {address.text}")
        # A link from the root of a site leads to a page of it more often than to a file.
        elif address.is_image or not address.text.startswith("/") or ledger.is_here(address.text):
            _note_file(address.text, at, ledger, files)
    _note_fragments(content, line, ledger)
    return files


def note_field(
    address: str | None, name: str, line: int, ledger: Ledger, files: dict[str, str]
) -> str | None:
    """The address that front matter gives, noted; None where it names a file that is not there."""
    if address is None or ledger.find(address) is None:
        return address
    _note_file(address, line, ledger, files, name)
    return address if address in files else None


def _note_file(
    address: str, line: int, ledger: Ledger, files: dict[str, str], name: str = "address"
) -> None:
    match ledger.find(address):
        case FoundFile(path=path):
            files[address] = path
            ledger.note(line, "changed", f"{name} becomes that of a file taken along: {path}")
        case NotThere(why=why):
            ledger.note(line, "left_out", f"{name} names no file, {why}: {address}")


def _from(host: str) -> str:
    return f"image of {host}, shown if that host is allowed, else a link"


def _note_fragments(content: str, line: int, ledger: Ledger) -> None:
    own = fragments(content)
    for link in links(content):
        address = link.group("address")
        if address.startswith("#") and unquote(address[1:]) not in own:
            detail = f"{address} is in no heading of this section: a text without a link"
            ledger.note(ledger.line_of(address, line), "changed", detail)


def readdressed(text: str, other: Callable[[str], str | None]) -> str:
    """The text with other addresses where there are any; a fragment stays."""
    kept, at = list[str](), 0
    for address in addresses(text):
        new = other(address.text)
        if new and address.start >= at:
            fragment = urlsplit(address.text).fragment
            kept += [text[at : address.start], new, f"#{fragment}" if fragment else ""]
            at = address.end
    return "".join(kept) + text[at:]
