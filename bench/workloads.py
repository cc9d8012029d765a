"""The requests of each workload, as bytes, about people and courses of the loaded dataset."""

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import UUID

import msgspec

from bench.sample import Sample, Study, Unfinished

TokenFor = Callable[[UUID, UUID], str]
POOL = 20_000
PAGE = 20
NAMES = (
    "list",
    "search",
    "outline",
    "outline_304",
    "full",
    "progress",
    "complete",
    "time",
    "summary",
    "streak",
    "dashboard",
    "learning_path",
    "mixed",
)
EXPECTED = {"outline_304": 304, "time": 201}
ENTRY = timedelta(seconds=30)
"""Each claim of a learner, one after the other from 23 hours ago."""
# Shares: people look around a lot, study, and now and then complete something.
MIXED = {"list": 25, "search": 10, "outline": 25, "progress": 20, "full": 8, "complete": 12}


class Workload(msgspec.Struct, frozen=True):
    """A stream of requests that should all be answered with one status."""

    name: str
    requests: Iterator[bytes]
    expected: int = 200


class Requests:
    """Makes the requests of a workload when it is about to run: access tokens live ten minutes.

    `completions` is how many sections one workload may complete; none is completed twice.
    """

    def __init__(
        self, sample: Sample, token_for: TokenFor, etags: dict[UUID, str], *, completions: int
    ) -> None:
        self._sample, self._token_for, self._etags = sample, token_for, etags
        self._completions = completions
        self._unfinished = iter(sample.unfinished)
        self._rng = random.Random(1)

    def of(self, name: str) -> Workload:
        """The workload of that name, one of NAMES."""
        return Workload(name, self._stream(name), EXPECTED.get(name, 200))

    def _stream(self, name: str) -> Iterator[bytes]:
        if name == "mixed":
            return self._mixed()
        if name == "complete":
            return self._complete()
        if name == "time":
            return self._time()
        made = {
            "list": self._list,
            "search": self._search,
            "outline": self._outline,
            "outline_304": self._outline_304,
            "full": self._full,
            "progress": self._progress,
            "summary": self._summary,
            "streak": self._streak,
            "dashboard": self._dashboard,
            "learning_path": self._learning_path,
        }[name]
        return itertools.cycle([made(study) for study in self._sample.studies])

    def _list(self, _study: Study) -> bytes:
        """Half plain pages, the rest with a category and some with a difficulty too."""
        category, difficulty = self._rng.choice(self._sample.shelves)
        narrowed = ("", f"&category={category}", f"&category={category}&difficulty={difficulty}")
        filters = self._rng.choices(narrowed, [5, 3, 2])[0]
        page = 1 if filters else min(1 + int(self._rng.expovariate(0.4)), 40)
        return request("GET", f"/api/courses?page={page}&limit={PAGE}{filters}")

    def _search(self, _study: Study) -> bytes:
        """Mostly whole words, some only begun, some that many courses share, one nobody has."""
        word = self._rng.choice(self._sample.words)
        texts = (word, word[: max(4, len(word) // 2)], "curious example", "zyzzyva")
        text = self._rng.choices(texts, [13, 4, 2, 1])[0]
        return request("GET", f"/api/courses?search={quote(text)}&limit={PAGE}")

    def _outline(self, study: Study) -> bytes:
        return request("GET", f"/api/courses/{study.course_id}")

    def _outline_304(self, study: Study) -> bytes:
        known = f"If-None-Match: {self._etags[study.course_id]}\r\n"
        return request("GET", f"/api/courses/{study.course_id}", known)

    def _full(self, study: Study) -> bytes:
        path = f"/api/courses/{study.course_id}?include=content"
        return request("GET", path, self._signed_in(study))

    def _progress(self, study: Study) -> bytes:
        return request("GET", f"/api/progress/courses/{study.course_id}", self._signed_in(study))

    def _summary(self, study: Study) -> bytes:
        return request("GET", "/api/progress/time/summary", self._signed_in(study))

    def _streak(self, study: Study) -> bytes:
        return request("GET", "/api/progress/streak", self._signed_in(study))

    def _dashboard(self, study: Study) -> bytes:
        return request("GET", "/api/progress/analytics/dashboard", self._signed_in(study))

    def _learning_path(self, study: Study) -> bytes:
        return request("GET", "/api/progress/analytics/learning-path", self._signed_in(study))

    def _time(self) -> Iterator[bytes]:
        """Time that was not credited before: each learner's claims follow each other."""
        began, claimed = datetime.now(UTC) - timedelta(hours=23), Counter[UUID]()
        made = []
        for todo in itertools.islice(itertools.cycle(self._sample.unfinished), self._completions):
            made.append(self._claim(todo, began + claimed[todo.study.user_id] * ENTRY))
            claimed[todo.study.user_id] += 1
        yield from made
        raise RuntimeError("no time is left to claim: use less")

    def _claim(self, todo: Unfinished, start: datetime) -> bytes:
        body = msgspec.json.encode(
            {
                "startTime": start,
                "endTime": start + ENTRY,
                "activity": "reading",
                "courseId": todo.study.course_id,
                "lessonId": todo.lesson_id,
                "sectionId": todo.section_id,
            }
        )
        headers = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        return request("POST", "/api/progress/time", self._signed_in(todo.study) + headers) + body

    def _complete(self) -> Iterator[bytes]:
        yield from [
            request(
                "POST",
                f"/api/progress/lessons/{todo.lesson_id}/sections/{todo.section_id}/complete",
                self._signed_in(todo.study) + "Content-Length: 0\r\n",
            )
            for todo in itertools.islice(self._unfinished, self._completions)
        ]
        raise RuntimeError("no section is left to complete: use a larger scale or less time")

    def _mixed(self) -> Iterator[bytes]:
        streams = {name: self._stream(name) for name in MIXED}
        order = self._rng.choices(list(MIXED), list(MIXED.values()), k=POOL)
        return (next(streams[name]) for name in itertools.cycle(order))

    def _signed_in(self, study: Study) -> str:
        return f"Authorization: Bearer {self._token_for(study.user_id, study.session_id)}\r\n"


def request(method: str, path: str, headers: str = "") -> bytes:
    """One HTTP/1.1 request; `headers` are whole lines."""
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()
