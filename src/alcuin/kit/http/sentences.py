"""What msgspec says of a value, for people: a sentence, and a stable word for programs."""

import re

KINDS = {
    "int": "a whole number",
    "float": "a number",
    "str": "a text",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
    "uuid": "an id (UUID)",
    "datetime": "a time (ISO 8601)",
    "datetime with a timezone component": "a time with its offset, like 2026-03-01T09:00:00Z",
    "date": "a date (ISO 8601)",
}
_LENGTH = re.compile(r"Expected (\w+) of length (>=|<=) (\d+)")
_RANGE = re.compile(r"Expected \w+ (>=|<=|>|<) (\S+)$")
_PATTERN = re.compile(r"Expected \w+ matching regex '(.+)'$")
_KIND = re.compile(r"Expected ([\w |]+)(?:, got \w+)?$")
_LIMITS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}


def sentence(said: str) -> tuple[str, str]:
    """The sentence and the code for what msgspec said."""
    text = said.split(" - at `", maxsplit=1)[0].replace("`", "")
    if length := _LENGTH.match(text):
        one, many = ("character", "characters") if length[1] == "str" else ("entry", "entries")
        unit = one if length[3] == "1" else many
        return f"Give {_LIMITS[length[2]]} {length[3]} {unit}.", "length"
    if bound := _RANGE.match(text):
        return f"Give {_LIMITS[bound[1]]} {bound[2]}.", "range"
    if pattern := _PATTERN.match(text):
        return f"This has to match {pattern[1]}.", "pattern"
    if kind := _KIND.match(text):
        wanted = [KINDS.get(each, each) for each in kind[1].split(" | ")]
        return f"Give {' or '.join(wanted)}.", "type"
    if invalid := re.match(r"Invalid (?:RFC3339 encoded )?(\w+)", text):
        return f"Give {KINDS.get(invalid[1].lower(), invalid[1])}.", "type"
    return f"{text}.", "invalid"
