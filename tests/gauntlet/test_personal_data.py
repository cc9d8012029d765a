"""Names, addresses and free text of a person stand where the catalogue of columns says.

Markers go in through the API; afterwards every column of every table is read.
"""

import re
from pathlib import Path
from typing import Any

import pyotp
import pytest

from alcuin.kit.actor import Role
from tests.matrix.campus import Campus, Visitor

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "personal-data.md"
PASSWORD = "zqpassword over the hills"
SIGN_IN = {"email": "zqmail@example.org", "password": PASSWORD}
OVERWRITE = {"if-match": "*"}
MACHINE = {"user-agent": "zqagent 1.0", "x-forwarded-for": "203.0.113.77"}
MARKS = {
    "zqmail": (
        "app_user.email",
        "app_user.email_key",
        "email_change.old_email",
        "email_change.old_email_key",
    ),
    "zqnext": ("email_change.new_email", "email_change.new_email_key"),
    "Zqname": ("app_user.name",),
    "Antarctica/Troll": ("app_user.time_zone", "event.time_zone"),
    "gsw-CH": ("app_user.language",),
    "zqnote": ("app_user.metadata",),
    "zqfile": ("media.name",),
    "zqagent": ("session.user_agent", "sign_in.user_agent", "audit_personal.user_agent"),
    "203.0.113.77": ("session.address", "sign_in.address", "audit_personal.address"),
    "Zqtoken": ("access_token.name",),
}
"""What is put in, and the only columns where it may be found.

A learner's zone stands in the log too: which day something was done on hangs on it, and it
is neither a name nor an address of anybody.
"""

CATALOGUE = """
select c.relname || '.' || a.attname, col_description(c.oid, a.attnum)
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  and col_description(c.oid, a.attnum) like 'personal:%'
"""


async def catalogue(campus: Campus) -> dict[str, str]:
    async with campus.database.transaction() as conn:
        rows = await conn.raw.fetch(CATALOGUE)
    return {row[0]: row[1].removeprefix("personal: ") for row in rows}


async def whereabouts(campus: Campus) -> dict[str, str]:
    """Everything that is stored, by column."""
    found: dict[str, str] = {}
    async with campus.database.transaction() as conn:
        tables = await conn.raw.fetch(
            "select relname from pg_class where relnamespace = 'public'::regnamespace "
            "and relkind in ('r', 'p')"
        )
        for (table,) in tables:
            for row in await conn.raw.fetch(f"select * from {table}"):  # noqa: S608  from the catalogue
                for column, value in row.items():
                    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                    found[f"{table}.{column}"] = found.get(f"{table}.{column}", "") + text
    return found


async def lives(campus: Campus) -> list[str]:
    """Do everything that a person can do; answers the secrets they were given."""
    given = await _comes_in(campus)
    person = campus.nobody()
    person.token = given["accessToken"]
    me = {"metadata": {"a": "zqnote"}, "name": "Zqname Other"}
    await person.does("PATCH", "/api/auth/me", json=me, headers=OVERWRITE)
    form = {"file": ("zqfile.md", b"# A")}
    assert (await person.asks("POST", "/api/media", files=form)).status_code == 201
    admin = await campus.somebody("admin", Role.ADMIN)
    path = f"/api/users/{given['user']['id']}"
    await admin.does("PATCH", path, json={"role": "INSTRUCTOR"}, headers=OVERWRITE)
    await _teaches_and_learns(campus, person, admin)
    assert (await person.asks("GET", "/api/users?search=zqmail")).status_code == 403
    await person.does("POST", "/api/auth/forgot-password", json={"email": SIGN_IN["email"]})
    await person.does("POST", "/api/auth/change-email", json={"email": "zqnext@example.org"})
    secrets = await _guards(person)
    return [given["accessToken"], given["refreshToken"], given["deviceToken"], *secrets]


async def _guards(person: Visitor) -> list[str]:
    """Make a token, turn a second factor on; answers what was shown once."""
    new = {"name": "Zqtoken", "scopes": ["read"], "expiresInDays": 1}
    made = await person.does("POST", "/api/auth/tokens", json=new)
    begun = await person.does("POST", "/api/auth/totp")
    code = pyotp.TOTP(begun["secret"]).now()
    codes = await person.does("POST", "/api/auth/totp/confirm", json={"code": code})
    plain = [each.replace("-", "") for each in codes["backupCodes"]]
    return [made["token"], begun["secret"], *codes["backupCodes"], *plain]


async def _comes_in(campus: Campus) -> Any:  # Any: JSON
    """Register, fail to sign in, and sign in."""
    visitor = campus.nobody()
    zone = {"timeZone": "Antarctica/Troll", "language": "gsw-CH"}
    arrival = SIGN_IN | {"name": "Zqname Person"} | zone
    await visitor.does("POST", "/api/auth/register", json=arrival, headers=MACHINE)
    wrong = SIGN_IN | {"password": f"{PASSWORD} not"}
    refused = await visitor.asks("POST", "/api/auth/login", json=wrong, headers=MACHINE)
    assert refused.status_code == 401
    await campus.run("update app_user set email_verified_at = kit_now()")
    return await visitor.does("POST", "/api/auth/login", json=SIGN_IN, headers=MACHINE)


async def _teaches_and_learns(campus: Campus, person: Visitor, colleague: Visitor) -> None:
    course = await campus.course(person)
    path = f"/api/courses/{course.id}"
    section = f"/api/progress/lessons/{course.lesson_id}/sections/{course.section_id}"
    await person.does("POST", f"{path}/publish", json={}, headers={"idempotency-key": "a key"})
    await person.does("POST", f"{path}/enroll")
    await person.does("POST", f"{section}/complete")
    await person.does("PUT", f"{path}/staff/{colleague.id}", json={"role": "ASSISTANT"})
    await person.does("DELETE", f"{path}/enroll")


async def test_personal_columns_are_documented_with_their_reason(campus: Campus) -> None:
    told = dict(re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \| (.+?) \|", PAGE.read_text(), re.MULTILINE))
    assert told == await catalogue(campus)


async def test_what_a_person_says_stands_in_personal_columns_alone(campus: Campus) -> None:
    await lives(campus)
    stored = await whereabouts(campus)
    for mark, columns in MARKS.items():
        assert {name for name, text in stored.items() if mark in text} == set(columns), mark
    marked = {column for columns in MARKS.values() for column in columns}
    assert marked - {"event.time_zone"} == (await catalogue(campus)).keys()


async def test_j1_passwords_and_tokens_are_stored_nowhere(campus: Campus) -> None:
    secrets = [PASSWORD, *await lives(campus)]
    everything = "".join((await whereabouts(campus)).values())
    assert not [secret for secret in secrets if secret in everything]


@pytest.mark.parametrize("kind", ["personal", "secret"])
async def test_j1_the_request_log_holds_nothing_of_anybody(campus: Campus, kind: str) -> None:
    secrets = await lives(campus)
    campus.app.stop()
    log = campus.log.getvalue().decode()
    assert log.count('"event":"request"') > 10
    marks = [*MARKS, "example.org"] if kind == "personal" else [PASSWORD, "zqpassword", *secrets]
    assert not [mark for mark in marks if mark in log]


async def test_j1_what_goes_wrong_leaves_no_secret_in_log_or_tables(campus: Campus) -> None:
    """A password in the wrong place is still a password."""
    person = await campus.somebody("person")
    mistakes: list[dict[str, Any]] = [  # Any: arguments of httpx, here and below
        {"content": b'{"email": "a@b.example", "password": "zqsecret"'},
        {"json": {"email": "zqsecret", "zqsecret": "zqsecret", "password": ["zqsecret"]}},
        {"data": {"password": "zqsecret"}},
        {"params": {"password": "zqsecret", "zqsecret": "1"}, "json": {}},
        {"headers": {"cookie": "zqsecret", "x-zqsecret": "zqsecret", "referer": "/?a=zqsecret"}},
        {"headers": {"authorization": "Basic zqsecret"}, "json": {"password": "zqsecret"}},
    ]
    for path in (
        "/api/auth/login",
        "/api/auth/zqsecret",
        "/api/courses/zqsecret/enroll",
        "/zqsecret",
    ):
        for mistake in mistakes:
            more = {"headers": {"content-type": "application/json"}} if "content" in mistake else {}
            refused = await person.asks("POST", path, **(mistake | more))
            assert 400 <= refused.status_code < 500, f"{path} {mistake}"
    campus.app.stop()
    assert b"zqsecret" not in campus.log.getvalue()
    stored = await whereabouts(campus)
    assert not [column for column, text in stored.items() if "zqsecret" in text]
