"""A first answer, given again."""

from typing import Any

from alcuin.kit.http.answers import Response


class Replayed(Exception):
    """This request was answered before: raised instead of acting again."""

    def __init__(self, response: Response[Any]) -> None:  # Any: each route answers its own shape
        self.response = response
        super().__init__()
