"""Where things are kept: the disk, the files, and where letters go."""

import asyncio
import secrets
import shutil
import tempfile
from pathlib import Path

from alcuin.ops.doctor.findings import Findings
from alcuin.ops.doctor.patient import Patient

GIGABYTE = 1_000_000_000
LITTLE = 2 * GIGABYTE
NOTHING = GIGABYTE // 5
LITTLE_SHARE = 0.05
PROBE = b"written by alcuin doctor"


async def look_at_disk(found: Findings, patient: Patient) -> None:
    """Room where the data folder is. Of a database elsewhere only its own machine can tell."""
    folder = next(path for path in (patient.data_dir, *patient.data_dir.parents) if path.exists())
    usage = await asyncio.to_thread(shutil.disk_usage, folder)
    said = f"{usage.free / GIGABYTE:,.1f} GB free of {usage.total / GIGABYTE:,.1f} at {folder}."
    if usage.free < NOTHING:
        found.fault(said, "Make room: PostgreSQL stops when it cannot write.")
    elif usage.free < LITTLE or usage.free < usage.total * LITTLE_SHARE:
        found.warning(said, "Make room before PostgreSQL cannot write any more.")
    else:
        found.ok(said)


async def look_at_files(found: Findings, patient: Patient) -> None:
    """Write, read and delete one."""
    key = f"doctor/{secrets.token_hex(8)}"
    try:
        with tempfile.TemporaryDirectory() as folder:
            probe = Path(folder) / "probe"
            probe.write_bytes(PROBE)
            await patient.files.put(key, probe, "text/plain")
            read = b"".join([piece async for piece in patient.files.read(key)])
            await patient.files.delete([key])
            left = await patient.files.size(key)
    except Exception as fault:  # noqa: BLE001  whatever a store raises
        found.fault(
            f"A file could not be written, read and deleted: {fault.__cause__ or fault}",
            "Mend the settings of files, the rights on the folder or the keys of the store.",
        )
        return
    if read != PROBE or left is not None:
        found.fault(
            "The store gave back something else than it was given.",
            "Look whether it caches, or whether two stores answer by one name.",
        )
    found.ok_unless_worse("A file was written, read and deleted.")


async def look_at_mail(found: Findings, patient: Patient) -> None:
    """Go as far as a letter would, without one."""
    try:
        await patient.mail.greet()
    except (OSError, ValueError) as fault:
        found.fault(
            f"Letters cannot be handed in: {type(fault).__name__}: {fault}",
            "Mend ALCUIN_SMTP_URL, or the server it names; letters wait as jobs meanwhile.",
        )
        return
    if not patient.smtp and not patient.is_development:
        found.warning(
            "Letters are only written to a folder, so nobody gets one.",
            "Name a mail server in ALCUIN_SMTP_URL.",
        )
    found.ok_unless_worse(
        "The mail server takes letters." if patient.smtp else "Letters are written to a folder."
    )
