"""The type of a file by its first bytes."""

import re
from codecs import getincrementaldecoder

from alcuin.media.inspecting.refusing import not_taken
from alcuin.media.inspecting.types import PDF

HEAD_BYTES = 4_096

_TAKEN = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", PDF),
)

# What people try to upload; whatever else is not text is refused without a name.
_FOREIGN = (
    (b"PK\x03\x04", "ZIP archives (and office documents, which are such)"),
    (b"PK\x05\x06", "ZIP archives"),
    (b"\x1f\x8b", "gzip archives"),
    (b"BZh", "bzip2 archives"),
    (b"\xfd7zXZ\x00", "xz archives"),
    (b"\x28\xb5\x2f\xfd", "Zstandard archives"),
    (b"7z\xbc\xaf\x27\x1c", "7z archives"),
    (b"Rar!\x1a\x07", "RAR archives"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old office documents"),
    (b"\x7fELF", "programs"),
    (b"MZ", "programs"),
    (b"\xca\xfe\xba\xbe", "programs"),
    (b"\xcf\xfa\xed\xfe", "programs"),
    (b"\xce\xfa\xed\xfe", "programs"),
    (b"\x00asm", "programs"),
    (b"ID3", "audio files"),
    (b"\xff\xfb", "audio files"),
    (b"\xff\xf3", "audio files"),
    (b"OggS", "audio and video files"),
    (b"fLaC", "audio files"),
    (b"\x1a\x45\xdf\xa3", "video files"),
    (b"FLV\x01", "video files"),
    (b"\x00\x00\x01\xba", "video files"),
    (b"\x00\x00\x01\x00", "icons"),
    (b"II*\x00", "TIFF images"),
    (b"MM\x00*", "TIFF images"),
    (b"8BPS", "Photoshop documents"),
    (b"\xff\x0a", "JPEG XL images"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL images"),
)

_SCRIPTS = ((b"#!/", "programs"), (b"{\\rtf", "RTF documents"))
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f]")

_MARKUP = (
    (re.compile(rb"<svg\b|<!doctype\s+svg\b", re.IGNORECASE), "SVG drawings"),
    (re.compile(rb"<!doctype\s+html\b|<html\b", re.IGNORECASE), "HTML pages"),
    (re.compile(rb"<(?:head|body|script|iframe)\b", re.IGNORECASE), "HTML pages"),
    (re.compile(rb"<\?php\b|<\?=", re.IGNORECASE), "programs"),
    (re.compile(rb"<\?xml\b|<!doctype\b|<!entity\b", re.IGNORECASE), "XML documents"),
)
_SVG_ADVICE = "They may hold scripts and load from elsewhere: export it as PNG or WebP."


def sniff(head: bytes) -> str | None:
    """The media type of an image or a PDF; None for what may be text. Raises FileTypeRefused."""
    for magic, media_type in _TAKEN:
        if head.startswith(magic):
            return media_type
    if head[4:8] == b"ftyp":
        return _by_brands(head)
    if head.startswith(b"RIFF"):
        return _of_riff(head)
    _refuse_foreign(head)
    _refuse_markup(head)
    return None


def _refuse_foreign(head: bytes) -> None:
    # A text may begin with "MZ" or "ID3".
    for magic, what in _SCRIPTS if _may_be_text(head) else _FOREIGN:
        if head.startswith(magic):
            raise not_taken(what[0].upper() + what[1:])
    if head[257:262] == b"ustar":
        raise not_taken("Tar archives")


def _may_be_text(head: bytes) -> bool:
    try:
        # A character may be cut at the end of the head.
        getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return not _BINARY.search(head)


def _by_brands(head: bytes) -> str:
    """ISO base media files (ISO/IEC 14496-12, 4.3) list what they are compatible with."""
    size = int.from_bytes(head[:4], "big")
    brands = {head[at : at + 4] for at in (8, *range(16, min(size, len(head)), 4))}
    if brands & {b"avif", b"avis"}:
        return "image/avif"
    if brands & {b"heic", b"heix", b"hevc", b"heim", b"heis"}:
        raise not_taken("HEIC images", "Set the phone to its most compatible format, or export.")
    raise not_taken("Audio and video files")


def _of_riff(head: bytes) -> str:
    if head[8:12] == b"WEBP":
        return "image/webp"
    raise not_taken("Audio and video files")


def _refuse_markup(head: bytes) -> None:
    """Documents of markup begin with it; Markdown may hold it, and is never served as HTML."""
    beginning = _beginning(head.decode("utf-16", "ignore").encode() if _is_utf16(head) else head)
    if not beginning.startswith(b"<"):
        return
    for pattern, what in _MARKUP:
        # An XML declaration says nothing yet: what is declared decides.
        if (
            pattern.search(beginning)
            if beginning[:2] in (b"<?", b"<!")
            else pattern.match(beginning)
        ):
            raise not_taken(what, _SVG_ADVICE if what.startswith("SVG") else "")


def _is_utf16(head: bytes) -> bool:
    return head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _beginning(head: bytes) -> bytes:
    """Without what a browser would skip: a byte order mark, space, comments."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    while text.startswith(b"<!--"):
        text = text.partition(b"-->")[2].lstrip()
    return text
