"""Making a projection anew from the first event, beside the running one."""

from alcuin.kit.db import Conn, Database
from alcuin.kit.events.errors import ReaderUnknown, RebuildTakenOver
from alcuin.kit.events.following import Step, advance
from alcuin.kit.events.queries import rebuilding as queries
from alcuin.kit.events.readers import Projection


async def rebuild(database: Database, projection: Projection) -> int:
    """Fill a new generation to the end of the log, then switch to it; answers its number.

    Everybody sees the old generation until the switch and the new one after it. A rebuild
    that was killed leaves rows aside, which the next one removes. Raises ReaderUnknown,
    RebuildTakenOver, and Stopped when the projection itself fails.
    """
    async with database.transaction() as conn:
        await _forget_aside(conn, projection)
        generation = await queries.add_generation(conn, projection.name)
    if generation is None:
        raise ReaderUnknown(projection.name)
    await _fill(database, projection, generation)
    async with database.transaction() as conn:
        # The running generation stands still from here, so that nothing it showed is lost
        # for a moment by the switch.
        old = await queries.lock_current(conn, projection.name)
        await _fill(database, projection, generation)
        if old is None or not await queries.switch_generation(
            conn, projection.name, old, generation
        ):
            raise RebuildTakenOver(projection.name)
        await projection.forget(conn, old)
    return generation


async def _fill(database: Database, projection: Projection, generation: int) -> None:
    step = Step.MORE
    while step is Step.MORE:
        step = await advance(database, projection, generation=generation)
    if step is not Step.REACHED:
        raise RebuildTakenOver(projection.name)


async def _forget_aside(conn: Conn, projection: Projection) -> None:
    for generation in await queries.drop_generations_aside(conn, projection.name):
        await projection.forget(conn, generation)
