"""What clients were told: every acknowledged write, and how every request ended."""

import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from tests.drills.wire import Answer, Broken, Forgotten, Question, Refused, Wire

UNAVAILABLE = 503
NEVER = float("inf")


class Told(msgspec.Struct, frozen=True):
    """How one request ended: a status, or 0 where there was no answer."""

    name: str
    status: int
    sent_at: float
    seconds: float
    retry_after: bool


class Diary:
    """Written by all clients of a drill. What was acknowledged stays; the rest is by drill."""

    def __init__(self) -> None:
        self.enrolled: set[tuple[UUID, UUID]] = set()
        self.completed: dict[tuple[UUID, UUID], str] = {}
        self.claimed: set[tuple[UUID, datetime, datetime]] = set()
        self.added: set[UUID] = set()
        self.titles: dict[UUID, list[str]] = {}
        """The title that was acknowledged last, and those tried since."""
        self.published: dict[UUID, int] = {}
        self.letters: set[str] = set()
        self.begin()

    def begin(self) -> None:
        """A drill begins."""
        self.told: list[Told] = []
        self.refused = 0
        self.forgotten = 0
        self.in_flight: Counter[str] = Counter()
        self.complaints: list[str] = []

    async def ask(self, wire: Wire, question: Question) -> Answer:
        """Ask once and write down how it ended. Raises what `Wire.ask` raises."""
        sent_at = time.monotonic()
        self.in_flight[question.name] += 1
        try:
            answer = await wire.ask(question)
        except Refused:
            self.refused += 1
            raise
        except Broken:
            self._note(question, None, sent_at)
            raise
        except Forgotten:
            self.forgotten += 1
            raise
        finally:
            self.in_flight[question.name] -= 1
        self._note(question, answer, sent_at)
        return answer

    def _note(self, question: Question, answer: Answer | None, sent_at: float) -> None:
        self.told.append(
            Told(
                question.name,
                answer.status if answer else 0,
                sent_at,
                time.monotonic() - sent_at,
                answer is not None and "retry-after" in answer.headers,
            )
        )

    @property
    def waiting(self) -> int:
        """Requests sent and not answered at this moment."""
        return self.in_flight.total()

    @property
    def broken(self) -> int:
        """Requests whose connection ended before the answer."""
        return sum(told.status == 0 for told in self.told)

    def count(self, status: int) -> int:
        return sum(told.status == status for told in self.told)

    def statuses(self) -> dict[int, int]:
        return dict(sorted(Counter(told.status for told in self.told).items()))

    def undocumented(self) -> list[Told]:
        """Answers that nobody may get: 5xx other than 503, and 503 without Retry-After."""
        return [
            told
            for told in self.told
            if (told.status >= 500 and told.status != UNAVAILABLE)
            or (told.status == UNAVAILABLE and not told.retry_after)
        ]

    def slowest(self, status: int) -> float:
        """Seconds of the slowest answer of this status."""
        return max((told.seconds for told in self.told if told.status == status), default=0.0)

    def first_good_after(self, moment: float) -> float:
        """Seconds from `moment` until a request sent after it had been answered well."""
        good = [
            told.sent_at + told.seconds
            for told in self.told
            if told.sent_at >= moment and 0 < told.status < UNAVAILABLE
        ]
        return min(good, default=NEVER) - moment

    def p95(self, since: float, until: float = NEVER) -> float:
        """Of good answers to requests sent between two moments, in seconds."""
        return percentile(
            [
                told.seconds
                for told in self.told
                if since <= told.sent_at < until and 0 < told.status < UNAVAILABLE
            ],
            0.95,
        )


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
