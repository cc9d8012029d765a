"""Which scope an operation wants of a personal access token, where it says nothing itself."""

import pytest

from alcuin.kit.http import Who
from alcuin.kit.http.scopes import usual_scope


@pytest.mark.parametrize(
    ("methods", "path", "who", "scope"),
    [
        (("GET",), "/api/courses", Who.PUBLIC, "read"),
        (("POST",), "/api/courses", Who.TEACHERS, "write"),
        (("PUT", "PATCH"), "/api/lessons/{lesson_id:uuid}", Who.VERIFIED, "write"),
        (("DELETE",), "/api/notices", Who.SIGNED_IN, "write"),
        (("GET",), "/api/auth/sessions", Who.SIGNED_IN, None),
        (("POST",), "/api/auth/anything", Who.SIGNED_IN, None),
        (("GET",), "/api/users", Who.ADMINS, None),
        (("GET",), "/api/audit", Who.ADMINS, None),
    ],
)
def test_reading_is_read_changing_is_write_and_accounts_are_nobodys(
    methods: tuple[str, ...], path: str, who: Who, scope: str | None
) -> None:
    assert usual_scope(methods, path, who) == scope
