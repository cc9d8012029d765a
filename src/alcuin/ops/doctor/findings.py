"""What a check has found."""

from enum import StrEnum

import msgspec


class Level(StrEnum):
    """How much it matters: `warning` will hurt some day, `fault` hurts now."""

    OK = "ok"
    NOTICE = "notice"
    WARNING = "warning"
    FAULT = "fault"


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sentence about what is, one about what to do."""

    check: str
    level: Level
    says: str
    do: str = ""


class Findings:
    """The findings of one check, as they come."""

    def __init__(self, check: str) -> None:
        self.check = check
        self.list: list[Finding] = []

    def ok(self, says: str) -> None:
        self.list.append(Finding(self.check, Level.OK, says))

    def notice(self, says: str, do: str = "") -> None:
        self.list.append(Finding(self.check, Level.NOTICE, says, do))

    def warning(self, says: str, do: str) -> None:
        self.list.append(Finding(self.check, Level.WARNING, says, do))

    def fault(self, says: str, do: str) -> None:
        self.list.append(Finding(self.check, Level.FAULT, says, do))

    def ok_unless_worse(self, says: str) -> None:
        """For a check that found nothing to complain about."""
        if not self.list:
            self.ok(says)
