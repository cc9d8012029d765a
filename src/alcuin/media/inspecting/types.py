"""The types that are taken, their names and the endings of their files."""

from typing import Literal, TypeAlias, get_args

ImageType: TypeAlias = Literal["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"]
StoredImageType: TypeAlias = Literal["image/jpeg", "image/png", "image/webp"]

IMAGES = frozenset(get_args(ImageType))
PDF = "application/pdf"
TEXT = "text/plain"
MARKDOWN = "text/markdown"
WEBVTT = "text/vtt"
# Not registered with IANA; what players and servers call it.
SUBRIP = "application/x-subrip"
TEXTS = frozenset({TEXT, MARKDOWN, WEBVTT, SUBRIP})

NAMES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WebP",
    "image/avif": "AVIF",
    PDF: "PDF",
    TEXT: "plain text",
    MARKDOWN: "Markdown",
    WEBVTT: "WebVTT",
    SUBRIP: "SubRip",
}
ACCEPTED = tuple(NAMES)

ENDINGS = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "jpe": "image/jpeg",
    "jfif": "image/jpeg",
    "png": "image/png",
    "apng": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "pdf": PDF,
    "txt": TEXT,
    "text": TEXT,
    "md": MARKDOWN,
    "markdown": MARKDOWN,
    "vtt": WEBVTT,
    "srt": SUBRIP,
}

ALIASES = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/apng": "image/png",
    "image/x-png": "image/png",
    "application/x-pdf": PDF,
    "text/x-markdown": MARKDOWN,
    "text/srt": SUBRIP,
    "text/x-srt": SUBRIP,
    "application/srt": SUBRIP,
}
# What browsers and tools say when they do not know.
UNSAID = frozenset({"", "application/octet-stream", "binary/octet-stream"})
