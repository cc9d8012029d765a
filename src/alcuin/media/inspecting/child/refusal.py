"""How the work of a child is broken off."""


class Refusal(Exception):
    """The file cannot be taken; becomes `protocol.Refused`."""

    def __init__(self, reason: str, sentence: str) -> None:
        self.reason = reason
        self.sentence = sentence
        super().__init__(sentence)
