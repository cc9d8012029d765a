"""How much a PDF's streams become when unpacked, without ever holding it."""

import zlib

import pikepdf

from alcuin.media.inspecting.bounds import (
    STREAM_BYTES,
    STREAMS_BYTES,
    STREAMS_RATIO,
    STREAMS_SMALL_BYTES,
)
from alcuin.media.inspecting.child.refusal import Refusal

_FLATE = frozenset({"/FlateDecode", "/Fl"})
# The other filters shrink, or decode images, whose size readers check themselves.
_EXPANDING = _FLATE | {"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}
_PIECE = 1 << 20


class Tally:
    """Adds streams up. Raises Refusal beyond the bounds."""

    def __init__(self, file_bytes: int) -> None:
        self._file_bytes = file_bytes
        self._raw = 0
        self._unpacked = 0

    def add(self, stream: pikepdf.Stream) -> None:
        raw = stream.read_raw_bytes()
        self._raw += len(raw)
        if self._raw > self._file_bytes:
            raise Refusal("bomb", "Streams of this PDF share their bytes, as bombs do.")
        self._unpacked += _unpacked_bytes(stream, raw)
        most = min(STREAMS_BYTES, max(STREAMS_SMALL_BYTES, STREAMS_RATIO * self._file_bytes))
        if self._unpacked > most:
            raise _too_large(most)


def _unpacked_bytes(stream: pikepdf.Stream, raw: bytes) -> int:
    filters = _filters(stream)
    expanding = [name for name in filters if name in _EXPANDING]
    if not expanding:
        return len(raw)
    if len(expanding) == 1 and filters[0] in _FLATE:
        return _inflated_bytes(raw)
    # Rare: old filters, or one upon another. qpdf holds its own bounds, and the process others.
    return len(stream.read_bytes(pikepdf.StreamDecodeLevel.specialized))


def _filters(stream: pikepdf.Stream) -> list[str]:
    said = stream.get("/Filter")
    if said is None:
        return []
    return [str(said)] if isinstance(said, pikepdf.Name) else [str(name) for name in said]


def _inflated_bytes(raw: bytes) -> int:
    inflater = zlib.decompressobj()
    length, rest = 0, raw
    while rest and not inflater.eof:
        length += len(inflater.decompress(rest, _PIECE))
        if length > STREAM_BYTES:
            raise _too_large(STREAM_BYTES)
        rest = inflater.unconsumed_tail
    return length


def _too_large(most: int) -> Refusal:
    return Refusal("bomb", f"Unpacked, this PDF holds more than {most // 1_000_000} MB in streams.")
