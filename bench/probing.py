"""A few requests one by one before the many: are the answers what they should be."""

import http.client
import itertools
import socket
from collections.abc import Iterable
from uuid import UUID

import msgspec

from bench.driver import PATIENCE_SECONDS, Address
from bench.workloads import Workload, request


class Answer(msgspec.Struct, frozen=True):
    """What came back."""

    status: int
    etag: str
    body: bytes


class UnexpectedAnswer(Exception):
    """A workload is not answered as it should be: measuring it would mean nothing."""


def require_expected(workload: Workload, address: Address, *, count: int = 5) -> None:
    """Send the first requests of a workload. Raises UnexpectedAnswer."""
    for sent in itertools.islice(workload.requests, count):
        _require(workload.expected, sent, _asked(address, [sent])[0])


def etags(address: Address, course_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The entity tag of each course's outline. Raises UnexpectedAnswer."""
    ids = sorted(set(course_ids))
    requests = [request("GET", f"/api/courses/{course_id}") for course_id in ids]
    _require(http.HTTPStatus.OK, requests[0], _asked(address, requests[:1])[0])
    found = _asked(address, requests)
    return {course_id: answer.etag for course_id, answer in zip(ids, found, strict=True)}


def _require(expected: int, sent: bytes, answer: Answer) -> None:
    if answer.status != expected:
        asked = sent.split(b"\r\n", 1)[0].decode()
        told = answer.body[:400].decode(errors="replace")
        raise UnexpectedAnswer(f"{asked} answered {answer.status}, expected {expected}: {told}")


def _asked(address: Address, requests: list[bytes]) -> list[Answer]:
    """Answers to `requests`, one after the other over one connection."""
    answers = []
    with socket.create_connection(address, PATIENCE_SECONDS) as sock:
        for sent in requests:
            sock.sendall(sent)
            answer = http.client.HTTPResponse(sock)
            answer.begin()
            answers.append(Answer(answer.status, answer.headers.get("ETag", ""), answer.read()))
    return answers
