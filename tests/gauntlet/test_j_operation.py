"""GAUNTLET J: how it is run."""

import asyncpg
import pytest

from alcuin.adapters.tokens import JwtSigner, WeakSecret
from alcuin.app.settings import SettingRefused, read_settings
from alcuin.app.web_process import configured
from alcuin.kit.db import Conn
from tests.matrix.campus import Campus

GUESSABLE = ["", "changeme", "secret" * 20, "a" * 64]


@pytest.mark.parametrize("secret", GUESSABLE)
def test_j4_production_does_not_start_with_a_secret_that_can_be_guessed(secret: str) -> None:
    environ = {
        "ALCUIN_ENV": "production",
        "ALCUIN_PUBLIC_URL": "https://learn.example.org",
        "ALCUIN_SECRET_KEY": secret,
    }
    with pytest.raises(SettingRefused, match="ALCUIN_SECRET_KEY"):
        read_settings(environ)


def test_j4_no_signer_is_made_with_a_short_secret() -> None:
    with pytest.raises(WeakSecret):
        JwtSigner("short")


async def test_j5_the_applications_role_has_no_attribute_of_power(conn: Conn) -> None:
    role = await conn.raw.fetchrow("select * from pg_roles where rolname = current_user")
    assert role
    powers = ("rolsuper", "rolcreaterole", "rolcreatedb", "rolreplication", "rolbypassrls")
    assert not any(role[power] for power in powers)
    grantors = await conn.raw.fetch(
        "select 1 from pg_auth_members where member = (select oid from pg_roles "
        "where rolname = current_user)"
    )
    assert grantors == []


async def test_j5_the_applications_role_owns_nothing_and_creates_nothing(conn: Conn) -> None:
    owned = await conn.raw.fetch(
        """
        select relname from pg_class where relowner = current_user::regrole
        union all select nspname from pg_namespace where nspowner = current_user::regrole
        union all select proname from pg_proc where proowner = current_user::regrole
        union all select datname from pg_database where datdba = current_user::regrole
        """
    )
    assert owned == []
    assert not await conn.value(bool, "select has_schema_privilege('public', 'create')")
    assert not await conn.value(bool, "select has_database_privilege(current_database(), 'create')")


@pytest.mark.parametrize(
    "statement",
    [
        "create table mine (i int)",
        "create function mine() returns int language sql as 'select 1'",
        "create schema mine",
        "create extension dblink",
        "alter table course add column mine int",
        "drop table event",
        "truncate audit_personal",
        "alter role current_user superuser",
        "set session authorization postgres",
        "copy app_user to program 'cat'",
    ],
)
async def test_j5_the_applications_role_cannot(conn: Conn, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with conn.raw.transaction():
            await conn.raw.execute(statement)


WORKSHOP = (
    "/metrics", "/debug", "/debug/pprof", "/.git/config", "/.git/HEAD", "/.env", "/.well-known/x",
    "/schema", "/admin", "/server-status", "/api/debug", "/api/metrics", "/openapi.json",
    "/docs/../.env", "/static/../settings.py", "/static/site.css.map", "/pyproject.toml",
    "/alembic_version", "/docs/templates/page.html", "/trace", "/graphql", "/phpinfo.php",
)  # fmt: skip


@pytest.mark.parametrize("path", WORKSHOP)
async def test_j3_nothing_of_the_workshop_is_served(campus: Campus, path: str) -> None:
    for accepted in ("*/*", "text/html"):
        answer = await campus.client.get(path, headers={"accept": accepted})
        assert answer.status_code == 404
        assert not {"server", "x-powered-by"} & answer.headers.keys()
        said = answer.text.lower()
        assert not [word for word in ("traceback", "litestar", "uvicorn", ".py") if word in said]


async def test_j3_a_request_is_never_sent_back(campus: Campus) -> None:
    for method in ("TRACE", "TRACK", "CONNECT", "DEBUG"):
        answer = await campus.client.request(method, "/api/courses", headers={"x-secret": "zq"})
        assert answer.status_code in (404, 405)
        assert "zq" not in answer.text


async def test_j3_the_server_does_not_say_what_it_is_made_of(campus: Campus) -> None:
    assert not configured(campus.app).server_header
