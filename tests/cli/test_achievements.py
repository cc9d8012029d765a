"""`alcuin achievements` gives learners what they earned before anybody looked."""

import asyncio

from alcuin.app.refusals import REFUSALS
from alcuin.cli.achievements import achievements
from alcuin.kit.db import open_database
from tests.cli.conftest import Run
from tests.progress.classroom import Classroom


def _learned(environment: dict[str, str]) -> None:
    async def learned() -> None:
        database = await open_database(environment["ALCUIN_DATABASE_URL"], REFUSALS, size=2)
        room = Classroom(database)
        course = await room.course({"A": ["a"]})
        ada = await room.somebody()
        await ada.enrolls(course)
        await ada.completes(course, "a")
        await database.pool.close()

    asyncio.run(learned())


def test_a_backfill_says_what_it_unlocked_and_again_nothing(
    run: Run, environment: dict[str, str]
) -> None:
    _learned(environment)
    one = run(achievements, "backfill", "--rule", "WEEK_STREAK")
    assert one.output == "2 people judged, 0 achievements unlocked.\n"
    assert run(achievements, "backfill").output == "2 people judged, 1 achievements unlocked.\n"
    assert run(achievements, "backfill").output == "2 people judged, 0 achievements unlocked.\n"


def test_a_backfill_by_a_rule_that_is_not_there_is_refused(run: Run) -> None:
    refused = run(achievements, "backfill", "--rule", "NOTHING")
    assert refused.exit_code == 1
    assert "no achievement rule" in refused.output
