"""The queue, the readers of the log, and accounts that should not be there."""

from alcuin.ops.doctor.checks.connecting import connected
from alcuin.ops.doctor.findings import Findings
from alcuin.ops.doctor.patient import DatabaseUrls, Patient
from alcuin.ops.queries.doctor import (
    count_open_accounts,
    count_stuck,
    find_revision,
    has_future_events,
    list_readers_elsewhere,
)
from alcuin.ops.queries.standing import (
    ReaderStanding,
    list_jobs_standing,
    list_readers_standing,
)

WAITING_SECONDS = 300
LAG_SECONDS = 60


async def look_at_jobs(found: Findings, urls: DatabaseUrls) -> None:
    """Held, stuck, waiting for long."""
    async with connected(urls.application) as conn:
        if await find_revision(conn) is None:
            return
        standing = await list_jobs_standing(conn)
        stuck = await count_stuck(conn)
    for each in standing:
        if each.state == "held":
            found.warning(
                f"{each.jobs} of {each.job} failed for good and wait for a person.",
                "Look: alcuin jobs list. Then: alcuin jobs replay ID, or drop ID.",
            )
    if stuck:
        found.warning(
            f"{stuck} were begun by workers that have been silent for a minute.",
            "They are taken up again as soon as a worker runs: alcuin serve, or alcuin worker.",
        )
    waiting = [each for each in standing if each.state == "waiting"]
    oldest = max((each.oldest_seconds for each in waiting), default=0.0)
    count = sum(each.jobs for each in waiting)
    if oldest > WAITING_SECONDS:
        found.warning(
            f"{count} wait, the oldest for {oldest / 60:,.0f} minutes.",
            "Is a worker running? alcuin serve has one; alcuin worker adds more.",
        )
    found.ok_unless_worse(f"{count} wait, none is held or stuck.")


async def look_at_readers(found: Findings, urls: DatabaseUrls) -> None:
    """Stopped, behind, or holding cursors of another cluster."""
    async with connected(urls.application) as conn:
        if await find_revision(conn) is None:
            return
        readers = await list_readers_standing(conn)
        elsewhere = await list_readers_elsewhere(conn)
        is_foreign = bool(elsewhere) or await has_future_events(conn)
    if is_foreign:
        found.fault(
            "The event log was written in another cluster, so that readers would not see it.",
            "Stop Alcuin, then run: alcuin db rebase-log. (alcuin restore does it by itself.)",
        )
    for reader in readers:
        _judge(found, reader)
    found.ok_unless_worse(f"{len(readers)} readers are at the end of the log.")


async def look_at_demo(found: Findings, urls: DatabaseUrls, patient: Patient) -> None:
    """Accounts whose passwords were printed."""
    async with connected(urls.application) as conn:
        if await find_revision(conn) is None:
            return
        count = await count_open_accounts(conn, list(patient.demo_addresses))
    if count and not patient.is_development:
        found.fault(f"{count} accounts of the demo may sign in.", "Run: alcuin demo --close")
    elif count:
        found.notice(
            f"{count} accounts of the demo may sign in.",
            "Production is refused with them: before, run alcuin demo --close.",
        )
    found.ok_unless_worse("No account of the demo may sign in.")


def _judge(found: Findings, reader: ReaderStanding) -> None:
    if reader.failure is not None:
        found.fault(
            f"{reader.reader} stopped at event {reader.failed_event_id}: {reader.failure}",
            "Mend what it stumbles over (an update may); it tries again by itself.",
        )
    elif reader.seconds > LAG_SECONDS:
        found.warning(
            f"{reader.reader} is {reader.seconds:,.0f} seconds and "
            f"{reader.events:,} events behind.",
            "Is a worker running? alcuin serve has one; alcuin worker adds more.",
        )
