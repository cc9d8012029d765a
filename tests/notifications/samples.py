"""A notice of each kind and a letter about it, for tests of what is said."""

from datetime import UTC, datetime
from uuid import UUID

from alcuin.notifications import NoticeKind
from alcuin.notifications.data.notices import Notice
from alcuin.notifications.letters import Letter
from tests.notifications.house import PUBLIC_URL

TOKEN = "t" * 300


def notice(kind: NoticeKind, title: str | None = "Latin") -> Notice:
    return Notice(
        id=UUID(int=1),
        number=1,
        kind=kind,
        course_id=UUID(int=2),
        data={"release": 2, "achievement": title, "points": 10},
        created_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        read_at=None,
        course_title=title,
        achievement_title=title,
    )


def letter(language: str = "en", unsubscribe: str | None = f"{PUBLIC_URL}/u/{TOKEN}") -> Letter:
    return Letter(
        to="ada@example.org",
        language=language,
        time_zone="Asia/Tokyo",
        public_url=PUBLIC_URL,
        unsubscribe=unsubscribe,
    )
