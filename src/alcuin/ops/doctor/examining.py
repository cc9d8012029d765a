"""All checks, each bounded in time; those of the database only where there is one."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from alcuin.kit.faults import told
from alcuin.ops.doctor.checks import (
    addresses,
    connections,
    listening,
    places,
    schema,
    secrets,
    work,
)
from alcuin.ops.doctor.findings import Finding, Findings, Level
from alcuin.ops.doctor.patient import DatabaseUrls, Patient


class Check(msgspec.Struct, frozen=True):
    """Looks at one thing."""

    name: str
    seconds: float
    look: Callable[[Findings], Awaitable[None]]


async def examine(patient: Patient) -> list[Finding]:
    """Everything that was found, in a fixed order.

    Takes seconds, and a quarter of a minute where the database hangs. What needs it is left
    out where one of the URLs does not connect.
    """
    beside = asyncio.gather(*map(_looked, _without_database(patient)))
    if patient.urls is None:
        unreached = Finding(
            "database", Level.FAULT, patient.no_database, "See the settings of the database."
        )
        return [unreached, *_flat(await beside)]
    urls = patient.urls
    database = Check("database", 15, lambda found: connections.look(found, urls))
    found = [await _looked(database)]
    if not _is_bad(found[0]):
        found += [await _looked(each) for each in _inside(patient, urls)]
    return [*_flat(found), *_flat(await beside)]


def _inside(patient: Patient, urls: DatabaseUrls) -> list[Check]:
    return [
        Check("listening", 15, lambda found: listening.look(found, urls)),
        Check("sessions", 10, lambda found: connections.look_at_settings(found, urls)),
        Check("schema", 10, lambda found: schema.look(found, urls, patient.newest_revision)),
        Check("roles", 10, lambda found: schema.look_at_roles(found, urls)),
        Check("clock", 10, lambda found: connections.look_at_clock(found, urls)),
        Check("jobs", 10, lambda found: work.look_at_jobs(found, urls)),
        Check("readers", 10, lambda found: work.look_at_readers(found, urls)),
        Check("sealed", 10, lambda found: secrets.look_at_sealed(found, urls, patient)),
        Check("demo", 10, lambda found: work.look_at_demo(found, urls, patient)),
    ]


def _without_database(patient: Patient) -> list[Check]:
    return [
        Check("disk", 5, lambda found: places.look_at_disk(found, patient)),
        Check("files", 10, lambda found: places.look_at_files(found, patient)),
        Check("mail", 10, lambda found: places.look_at_mail(found, patient)),
        Check("secrets", 5, lambda found: secrets.look(found, patient)),
        Check("address", 10, lambda found: addresses.look(found, patient)),
    ]


async def _looked(check: Check) -> list[Finding]:
    found = Findings(check.name)
    try:
        async with asyncio.timeout(check.seconds):
            await check.look(found)
    except TimeoutError:
        found.fault(
            f"There was no answer within {check.seconds:.0f} seconds.",
            "Look at what it hangs on; everything else was examined.",
        )
    except Exception as fault:  # noqa: BLE001  a check that breaks must not hide the others
        found.fault(f"It could not be examined: {told(fault)}: {fault}", "See the findings before.")
    return found.list


def _is_bad(findings: Sequence[Finding]) -> bool:
    return any(each.level is Level.FAULT for each in findings)


def _flat(lists: Sequence[list[Finding]]) -> list[Finding]:
    return [each for findings in lists for each in findings]
