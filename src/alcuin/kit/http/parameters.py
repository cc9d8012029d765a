"""Query parameters: each one known, and given once unless it is a list."""

from urllib.parse import parse_qsl

import msgspec

from alcuin.kit.http.values import Path, holds_list
from alcuin.kit.problems import FieldError, Invalid, Unreadable

MOST_PARAMETERS = 50


def list_fields(query: type[msgspec.Struct]) -> set[str]:
    return {field.encode_name for field in msgspec.structs.fields(query) if holds_list(field.type)}


def query_values(text: bytes, lists: set[str]) -> dict[str, str | list[str]]:
    try:
        pairs = parse_qsl(
            text.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_PARAMETERS,
        )
    except ValueError as wrong:
        raise Unreadable("The query cannot be read.") from wrong
    values: dict[str, str | list[str]] = {}
    for name, value in pairs:
        if "\0" in value or "\0" in name:
            raise _refused(name, "This holds a character that cannot be stored.", "text")
        known = values.get(name)
        if name not in lists and known is not None:
            raise _refused(name, "Give this once.", "repeated")
        if isinstance(known, list):
            known.append(value)
        else:
            values[name] = [value] if name in lists else value
    return values


def _refused(name: str, message: str, code: str) -> Invalid:
    return Invalid(FieldError("?" + name.replace("\0", ""), message, code))


def query_pointer(path: Path) -> str:
    return "?" + "/".join(str(step) for step in path)
