"""A request for each operation that is in order, so that its answer speaks of rights alone."""

from typing import Any

from tests.matrix.campus import PASSWORD, Course, Visitor, address
from tests.matrix.cast import MARKDOWN, REFRESH_TOKEN, Cast

NEW_PASSWORD = "loud mountain 23"
ARRIVAL = {"email": address("newcomer"), "name": "A Newcomer", "password": NEW_PASSWORD}
BODIES: dict[str, Any] = {
    "POST /api/auth/change-email": {"email": address("another")},
    "POST /api/auth/change-password": {"currentPassword": PASSWORD, "newPassword": NEW_PASSWORD},
    "POST /api/auth/confirm-email": {"token": "CONFIRM_EMAIL"},
    "POST /api/auth/first-administrator": ARRIVAL | {"token": "FIRST_ADMINISTRATOR"},
    "POST /api/auth/forgot-password": {"email": address("bystander")},
    "POST /api/auth/login": {"email": address("bystander"), "password": PASSWORD},
    "POST /api/auth/login/second-factor": {"token": "of nobody", "code": "123456"},
    "PUT /api/auth/me": {"name": "Another Name"},
    "PATCH /api/auth/me": {"name": "Another Name"},
    "POST /api/auth/prove": {"password": PASSWORD},
    "POST /api/auth/refresh": {"refreshToken": REFRESH_TOKEN},
    "POST /api/auth/register": ARRIVAL,
    "POST /api/auth/reset-password": {"token": "RESET_PASSWORD", "newPassword": NEW_PASSWORD},
    "POST /api/auth/tokens": {"name": "A program", "scopes": ["read"], "expiresInDays": 30},
    "POST /api/auth/totp/confirm": {"code": "123456"},
    "POST /api/auth/restore": {"token": "of nobody"},
    "POST /api/auth/undo-email-change": {"token": "UNDO_EMAIL"},
    "POST /api/auth/verify-email": {"token": "VERIFY_EMAIL"},
    "POST /api/courses": {"title": "New", "description": "New.", "category": "Sky"},
    "PUT /api/courses/{course}": {"title": "Another title"},
    "PATCH /api/courses/{course}": {"title": "Another title"},
    "PUT /api/courses/{course}/enrollment-terms": {"capacity": 100},
    "PATCH /api/courses/{course}/enrollment-terms": {"capacity": 100},
    "POST /api/courses/{course}/lessons": {"title": "Three"},
    "POST /api/courses/{course}/publish": {"note": "Better"},
    "PUT /api/courses/{course}/staff/{user_id}": {"role": "ASSISTANT"},
    "PUT /api/lessons/{lesson_id}": {"title": "Another title"},
    "PATCH /api/lessons/{lesson_id}": {"title": "Another title"},
    "POST /api/lessons/{lesson_id}/move": {"order": 2},
    "POST /api/lessons/{lesson_id}/sections": {"title": "Third"},
    "PUT /api/sections/{section_id}": {"title": "Another title"},
    "PATCH /api/sections/{section_id}": {"title": "Another title"},
    "POST /api/sections/{section_id}/move": {"order": 2},
    # Long ago: taken, and nothing of it is credited.
    "POST /api/progress/time": {
        "startTime": "2026-01-01T10:00:00Z",
        "endTime": "2026-01-01T10:05:00Z",
        "activity": "reading",
    },
    "PUT /api/notifications/preferences": {"preferences": [{"kind": "ENROLLED", "mail": True}]},
    "PATCH /api/notifications/preferences": {"preferences": [{"kind": "ENROLLED", "mail": True}]},
    "PATCH /api/users/{user_id}": {"suspended": True},
    "POST /api/achievements/rules": {
        "key": "TEN_LESSONS",
        "condition": "LESSONS_COMPLETED",
        "threshold": 10,
        "title": "Ten Lessons",
        "description": "Completed ten lessons",
    },
    "PATCH /api/achievements/rules/{key}": {"points": 20},
}
FILES = {"POST /api/media": b"# A file"}
OLDER_RELEASE, NEWEST_RELEASE = "1", "2"


def request_of(
    cast: Cast, course: Course, asks: Visitor, method: str, path: str
) -> dict[str, Any]:  # Any: arguments of httpx
    """Method, address, body and headers of one cell."""
    operation = f"{method} {path.partition('?')[0]}"
    request: dict[str, Any] = {
        "method": method,
        "path": _filled(path, operation, cast, course, asks),
        "headers": {"if-match": "*"} if method in ("PUT", "PATCH") else {},
    }
    if operation in BODIES:
        request["json"] = BODIES[operation]
    if operation in FILES:
        request["content"] = FILES[operation]
        request["headers"] = MARKDOWN
    return request


def _filled(path: str, operation: str, cast: Cast, course: Course, asks: Visitor) -> str:
    lesson_is_whole = operation == "POST /api/progress/lessons/{lesson_id}/complete"
    is_of_staff = "/staff/" in path
    return path.format(
        course=course.id,
        lesson_id=course.empty_lesson_id if lesson_is_whole else course.lesson_id,
        section_id=course.section_id,
        user_id=(cast.colleague if is_of_staff else cast.bystander).id,
        session_id=asks.spare_session_id,
        token_id=asks.token_id,
        notice_id=asks.notice_id,
        token=cast.campus.parts.signer.unsubscribe(cast.bystander.id, "ENROLLED"),
        key="WEEK_STREAK",
        media_id=course.spare_media_id if operation.startswith("DELETE") else course.media_id,
        number=OLDER_RELEASE if path.endswith("/withdraw") else NEWEST_RELEASE,
    )
