"""Extensions, migrations, and what the application's role may do."""

from alcuin.kit.db import Conn
from alcuin.ops.doctor.checks.connecting import connected
from alcuin.ops.doctor.findings import Findings
from alcuin.ops.doctor.patient import DatabaseUrls
from alcuin.ops.queries.doctor import Powers, find_revision, get_powers, list_extensions

EXTENSIONS = {"pg_trgm", "unaccent", "btree_gist"}
SHOWN = 3

ATTRIBUTES = {
    "superuser": "is a superuser",
    "creates_roles": "may create roles",
    "creates_databases": "may create databases",
    "replicates": "may replicate",
    "bypasses_row_security": "may bypass row security",
    "owns_tables": "owns tables",
    "changes_schema": "may change the schema",
    "changes_audit": "may change what was audited",
    "changes_history": "may change which migrations were run",
}


async def look(found: Findings, urls: DatabaseUrls, newest: str) -> None:
    """The revision, and the extensions it needs."""
    async with connected(urls.admin) as conn:
        revision = await find_revision(conn)
        missing = EXTENSIONS - await list_extensions(conn)
    if revision is None:
        found.fault("The database was never migrated.", "Run: alcuin db migrate")
    elif revision > newest:
        found.fault(
            f"The database is at revision {revision}, and this Alcuin knows {newest}.",
            "Install the newer version again, or restore a backup taken before it.",
        )
    elif revision < newest:
        found.fault(
            f"The database is at revision {revision}, and this Alcuin needs {newest}.",
            "Run: alcuin db migrate",
        )
    if missing and revision:
        found.fault(
            f"Extensions are missing: {', '.join(sorted(missing))}.",
            "As the owner of the database: create extension NAME; they come with PostgreSQL.",
        )
    found.ok_unless_worse(f"Revision {revision}, all extensions.")


async def look_at_roles(found: Findings, urls: DatabaseUrls) -> None:
    """What the application's role may do that it need not; and what it must."""
    async with connected(urls.application) as conn:
        powers = await get_powers(conn)
        is_migrated = await _is_migrated(conn)
    excess = [text for field, text in ATTRIBUTES.items() if getattr(powers, field)]
    if excess:
        found.warning(f"The application's role {powers.role} {', '.join(excess)}.", _advice(urls))
    if is_migrated and powers.forbidden_tables:
        found.fault(_forbidden(powers), "Name the role alcuin_app, then run: alcuin db migrate")
    found.ok_unless_worse(f"The role {powers.role} reads and writes rows, and nothing else.")


async def _is_migrated(conn: Conn) -> bool:
    # The owner's table of revisions is readable by the application only once it was granted.
    return bool(await conn.value(bool, "select to_regclass('public.event') is not null"))


def _advice(urls: DatabaseUrls) -> str:
    if urls.admin == urls.application:
        return (
            "These protections are off while one URL serves for both: give ALCUIN_DATABASE_URL "
            "a role alcuin_app of its own, and the owner's to ALCUIN_DATABASE_ADMIN_URL."
        )
    return "Take it away: alter role ... no..., revoke ..., or give the tables to the owner."


def _forbidden(powers: Powers) -> str:
    names = powers.forbidden_tables
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"The role {powers.role} may not read {', '.join(names[:SHOWN])}{more}."
