"""Every URL: whether it answers, with which PostgreSQL, and whether all lead to one database."""

import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

import asyncpg

from alcuin.kit.db import open_database
from alcuin.kit.problems import Unavailable
from alcuin.ops.doctor.checks.connecting import connected
from alcuin.ops.doctor.findings import Findings
from alcuin.ops.doctor.patient import DatabaseUrls
from alcuin.ops.queries.doctor import Server, find_clock, find_plan_mode, get_server

OLDEST = 180000
MEGABYTE = 1_000_000
CLOCK_WARNING_SECONDS = 2.0
CLOCK_FAULT_SECONDS = 60.0
"""Access tokens live ten minutes by the clocks of web nodes."""

PLAN_MODE = "force_generic_plan"
"""One of the settings that `kit.db` asks for, and unlike the others by default."""

AWAY = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, Unavailable)


async def look(found: Findings, urls: DatabaseUrls) -> None:
    """Connect by each URL."""
    servers: dict[str, Server] = {}
    for variable, url in _distinct(urls).items():
        try:
            async with connected(url) as conn:
                servers[variable] = await get_server(conn)
        except AWAY as fault:
            found.fault(
                f"{variable} ({_where(url)}) does not connect: {_reason(fault)}",
                "Start PostgreSQL there, or mend the address, the role or pg_hba.conf.",
            )
    _compare(found, servers)
    for variable, server in servers.items():
        _judge(found, variable, server)
    for server in list(servers.values())[:1]:
        found.ok_unless_worse(
            f"PostgreSQL {server.version}, database {server.database}, "
            f"{server.bytes / MEGABYTE:,.0f} MB."
        )


async def look_at_clock(found: Findings, urls: DatabaseUrls) -> None:
    """The database's clock against this machine's."""
    async with connected(urls.application) as conn:
        before = time.time()
        theirs = await find_clock(conn)
        after = time.time()
    ours = datetime.fromtimestamp((before + after) / 2, UTC)
    seconds = abs((theirs - ours).total_seconds()) if theirs else 0.0
    said = f"The database's clock and this machine's differ by {seconds:.1f} seconds."
    if seconds > CLOCK_FAULT_SECONDS:
        found.fault(said, "Run a time service (chrony, systemd-timesyncd) on both.")
    elif seconds > CLOCK_WARNING_SECONDS:
        found.warning(said, "Run a time service (chrony, systemd-timesyncd) on both.")
    else:
        found.ok(said)


async def look_at_settings(found: Findings, urls: DatabaseUrls) -> None:
    """Connect as the server does: a pooler may refuse its settings of a session, or drop them."""
    try:
        database = await open_database(urls.application, {}, size=1)
    except AWAY as fault:
        found.fault(
            f"ALCUIN_DATABASE_URL refuses the settings of Alcuin's sessions: {_reason(fault)}",
            "Let the pooler pass them on, or name PostgreSQL itself.",
        )
        return
    async with database.statement() as conn:
        mode = await find_plan_mode(conn)
    await database.pool.close()
    if mode != PLAN_MODE:
        found.warning(
            "A pooler behind ALCUIN_DATABASE_URL drops what a session asks for: no timeouts, "
            "and each statement planned anew.",
            "Set them for the role, as docs/how-to/look-after-it.md says.",
        )
    found.ok_unless_worse("Sessions get the timeouts they ask for.")


def _distinct(urls: DatabaseUrls) -> dict[str, str]:
    named = {
        "ALCUIN_DATABASE_URL": urls.application,
        "ALCUIN_DATABASE_ADMIN_URL": urls.admin,
        "ALCUIN_DATABASE_DIRECT_URL": urls.direct,
    }
    return {
        variable: url
        for variable, url in named.items()
        if variable == "ALCUIN_DATABASE_URL" or url != urls.application
    }


def _compare(found: Findings, servers: dict[str, Server]) -> None:
    databases = {(each.cluster, each.database) for each in servers.values()}
    if len(databases) > 1:
        named = ", ".join(
            f"{variable} is {each.database} of cluster {each.cluster}"
            for variable, each in servers.items()
        )
        found.fault(f"The URLs lead to different databases: {named}.", "Let all name one database.")


def _judge(found: Findings, variable: str, server: Server) -> None:
    if server.version_number < OLDEST:
        found.fault(f"{variable} is PostgreSQL {server.version}.", "Alcuin needs PostgreSQL 18.")
    if server.is_replica:
        found.fault(f"{variable} reaches a replica, which takes no writes.", "Name the primary.")
    if server.encoding != "UTF8":
        found.fault(
            f"The database is encoded in {server.encoding}.",
            "Create it with: template template0 encoding 'UTF8'.",
        )


def _where(url: str) -> str:
    """Without the password."""
    parts = urlsplit(url)
    return f"{parts.hostname or 'socket'}{f':{parts.port}' if parts.port else ''}{parts.path}"


def _reason(fault: BaseException) -> str:
    cause = fault.__cause__ if isinstance(fault, Unavailable) and fault.__cause__ else fault
    return str(cause) or type(cause).__name__
