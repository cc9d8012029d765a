"""What the report says of pictures, and of links that splitting has cut off."""

from urllib.parse import unquote, urlsplit

from alcuin.catalog.importing.ledger import Ledger
from alcuin.catalog.importing.links import images, links
from alcuin.catalog.importing.plan import What
from alcuin.catalog.rendering import fragments


def note_addresses(content: str, line: int, ledger: Ledger) -> None:
    """Note pictures and dead fragments of a section that begins at this line."""
    for _, address in images(content):
        if not address.startswith("/api/media/"):
            ledger.note(ledger.line_of(address, line), *_fate_of_image(address))
    own = fragments(content)
    for link in links(content):
        address = link.group("address")
        if address.startswith("#") and unquote(address[1:]) not in own:
            detail = f"{address} is in no heading of this section: a text without a link"
            ledger.note(ledger.line_of(address, line), "changed", detail)


def _fate_of_image(address: str) -> tuple[What, str]:
    host = urlsplit(address).netloc
    if host:
        return "taken", f"image of {host}, shown if that host is allowed, else a link: {address}"
    return "left_out", f"image: images come with media; the reference stays: {address}"
