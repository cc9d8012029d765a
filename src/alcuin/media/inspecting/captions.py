"""The form of captions: WebVTT (W3C, 4.1 Syntax) and SubRip, which browsers derived it from."""

import re
from collections.abc import Iterator

from alcuin.media.errors import FileRefused
from alcuin.media.inspecting.refusing import refused

_VTT_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_VTT_TIMES = re.compile(rf"{_VTT_TIME}[ \t]+-->[ \t]+{_VTT_TIME}(?:[ \t]+(\S.*))?[ \t]*", re.ASCII)
_VTT_SETTING = re.compile(r"(?:vertical|line|position|size|align|region):\S+", re.ASCII)
_VTT_HEADER = re.compile(r"WEBVTT(?:[ \t].*)?")
_SRT_TIME = r"(\d{1,}):([0-5]\d):([0-5]\d)[,.](\d{3})"
# Some programs add coordinates, which nobody reads.
_SRT_TIMES = re.compile(rf"{_SRT_TIME}[ \t]+-->[ \t]+{_SRT_TIME}(?:[ \t]+\S.*)?[ \t]*", re.ASCII)
_LINE_END = re.compile(r"\r\n|\n|\r")

Line = tuple[int, str]


def check_webvtt(text: str) -> None:
    """Raises FileRefused, naming the line."""
    lines = _LINE_END.split(text)
    if not _VTT_HEADER.fullmatch(lines[0]):
        raise _wrong(1, "WebVTT begins with WEBVTT")
    if len(lines) > 1 and lines[1]:
        raise _wrong(2, "a blank line must follow WEBVTT")
    earlier = -1
    for block in _blocks(lines[1:], first=2):
        earlier = max(earlier, _check_vtt_block(block, earlier))


def _check_vtt_block(block: list[Line], earlier: int) -> int:
    """When its cue starts; `earlier` where it is a note, a style or a region."""
    if re.match(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)", block[0][1]) and "-->" not in block[0][1]:
        _refuse_arrows(block)
        # The standard wants style and region before the first cue; after it they are skipped.
        return earlier
    times = block if "-->" in block[0][1] else block[1:]
    if not times or "-->" not in times[0][1]:
        raise _wrong(block[0][0], "a cue has a line of its times, such as 00:01.000 --> 00:04.000")
    number, line = times[0]
    match = _VTT_TIMES.fullmatch(line)
    if match is None:
        raise _wrong(number, "times are written as 00:01.000 --> 00:04.000")
    for setting in (match[9] or "").split():
        if not _VTT_SETTING.fullmatch(setting):
            raise _wrong(number, "after the times only settings such as align:start may stand")
    _refuse_arrows(times[1:])
    return _in_order(number, match, earlier)


def check_subrip(text: str) -> None:
    """Raises FileRefused, naming the line."""
    earlier = -1
    found = False
    for block in _blocks(_LINE_END.split(text), first=1):
        found = True
        number, line = block[0]
        if not (line.strip().isascii() and line.strip().isdigit()):
            raise _wrong(number, "a cue begins with its number")
        if len(block) == 1:
            raise _wrong(number, "this cue has no times")
        number, line = block[1]
        match = _SRT_TIMES.fullmatch(line)
        if match is None:
            raise _wrong(number, "times are written as 00:00:01,000 --> 00:00:04,000")
        _refuse_arrows(block[2:])
        earlier = _in_order(number, match, earlier)
    if not found:
        raise _wrong(1, "there is no cue")


def _blocks(lines: list[str], first: int) -> Iterator[list[Line]]:
    """Runs of lines between blank ones; `first` is the number of the first line."""
    block: list[Line] = []
    for number, line in enumerate(lines, first):
        if line.strip():
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _refuse_arrows(lines: list[Line]) -> None:
    for number, line in lines:
        if "-->" in line:
            raise _wrong(number, "--> stands in times only; a blank line is missing before it")


def _in_order(number: int, times: re.Match[str], earlier: int) -> int:
    """When the cue starts, in milliseconds. Cues are in the order of their starts."""
    start, end = _instant(*times.group(1, 2, 3, 4)), _instant(*times.group(5, 6, 7, 8))
    if end <= start:
        raise _wrong(number, "a cue ends after it starts")
    if start < earlier:
        raise _wrong(number, "this cue starts before the one above it")
    return start


def _instant(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    # More digits than any recording has hours: int() would take long for a megabyte of them.
    whole = int((hours or "0")[-9:]) * 3_600 + int(minutes) * 60 + int(seconds)
    return whole * 1_000 + int(thousandths)


def _wrong(line: int, why: str) -> FileRefused:
    return refused("captions", f"Line {line}: {why}.")
