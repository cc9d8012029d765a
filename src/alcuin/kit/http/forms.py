"""The one file of a form (RFC 7578), taken out of its body as it arrives."""

from collections.abc import AsyncIterator

from multipart import (
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
    parse_options_header,
)

from alcuin.kit.problems import Unreadable

FORM = "multipart/form-data"
LARGEST_FRAME = 16_384
"""Bytes around the file: what stands before it, its headers, the boundaries."""

LONGEST_BOUNDARY = 70
MOST_HEADERS = 4
LONGEST_HEADER = 2_048


def boundary_of(content_type: str) -> str | None:
    """The boundary of a form, None for any other content type. Raises Unreadable."""
    kind, options = parse_options_header(content_type)
    if kind != FORM:
        return None
    boundary: str = options.get("boundary", "")
    if not 1 <= len(boundary) <= LONGEST_BOUNDARY or not boundary.isascii():
        raise Unreadable("The form names no boundary that can be used.")
    return boundary


class FormFile:
    """Reads a form that holds one file and nothing else."""

    def __init__(self, boundary: str) -> None:
        self.name: str | None = None
        """The file's name, known with its first bytes."""

        self.media_type: str | None = None
        """What its sender says that it is."""

        self._part: MultipartSegment | None = None
        self._parser = PushMultipartParser(
            boundary,
            max_header_size=LONGEST_HEADER,
            max_header_count=MOST_HEADERS,
            max_segment_count=1,
        )

    async def of(self, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The bytes of the file. Raises Unreadable for every form that is not as above."""
        received = 0
        try:
            async for chunk in chunks:
                received += len(chunk)
                for event in self._parser.parse(chunk):
                    if isinstance(event, MultipartSegment):
                        self._begin(event)
                    elif event:
                        yield event
                if self._part is None and received > LARGEST_FRAME:
                    raise Unreadable("The form does not begin with its file.")
            self._parser.close()
        except MultipartError as wrong:
            raise Unreadable(f"The form cannot be read: {wrong}.") from wrong
        if self._part is None:
            raise Unreadable("The form holds no file.")

    def _begin(self, part: MultipartSegment) -> None:
        if part.filename is None:
            raise Unreadable("Send one file and no other field.")
        self._part = part
        self.name = part.filename
        self.media_type = part.content_type
