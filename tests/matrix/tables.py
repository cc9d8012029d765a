"""Reading the tables: a line an operation, a column a kind of visitor."""

from pathlib import Path

import msgspec

FOLDER = Path(__file__).parent


class Line(msgspec.Struct, frozen=True):
    """What each kind of visitor is answered by one operation, or by a query of it."""

    method: str
    path: str
    answers: dict[str, int]

    @property
    def operation(self) -> str:
        return f"{self.method} {self.path.partition('?')[0]}"

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def read_table(state: str) -> list[Line]:
    """The table of courses in one state; text after `#` is for people."""
    told = [line.partition("#")[0].split() for line in _text(state).splitlines()]
    head, *lines = [words for words in told if words]
    return [
        Line(method, path, dict(zip(head[1:], (int(word) for word in answers), strict=True)))
        for method, path, *answers in lines
    ]


def _text(state: str) -> str:
    return (FOLDER / f"{state}.txt").read_text()
