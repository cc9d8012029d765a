import asyncio
import stat
from pathlib import Path

import asyncpg
import pytest

from alcuin.cli.demo import demo
from alcuin.cli.demo.accounts import NAME
from alcuin.cli.demo.cast import EVERYBODY, LEARNERS
from alcuin.cli.serving import serve
from alcuin.cli.users import users
from tests.cli.conftest import Run

PRODUCTION = {"env": "production", "secret_key": "k8Zr-3vQ_x9LmWt2YbN7cHs5PdJf6GaE4uXo1RiT"}
COUNTED = (
    *("app_user", "course", "release", "enrollment", "section_progress", "event", "audit"),
    *("media", "release_media", "time_entry", "achievement_unlocked"),
)


@pytest.fixture
def loaded(run: Run) -> str:
    """The demo, loaded; what it printed."""
    done = run(demo)
    assert done.exit_code == 0, done.output
    return done.output


def count_rows(url: str) -> dict[str, int]:
    async def counted() -> dict[str, int]:
        conn = await asyncpg.connect(url)
        found = {name: await conn.fetchval(f"select count(*) from {name}") for name in COUNTED}  # noqa: S608  our own names
        await conn.close()
        return found

    return asyncio.run(counted())


def test_the_demo_loaded_twice_is_loaded_once(
    run: Run, loaded: str, environment: dict[str, str]
) -> None:
    before = count_rows(environment["ALCUIN_DATABASE_URL"])
    assert before["release"] == before["media"] == before["release_media"] == 2
    assert before["section_progress"] > 30
    assert before["time_entry"] == sum(len(person.days) for person in EVERYBODY)
    assert run(demo).output == loaded
    assert count_rows(environment["ALCUIN_DATABASE_URL"]) == before


@pytest.mark.usefixtures("loaded")
def test_its_learners_have_what_they_earned_before_a_worker_has_started(
    environment: dict[str, str],
) -> None:
    async def listed() -> list[str]:
        conn = await asyncpg.connect(environment["ALCUIN_DATABASE_URL"])
        found = await conn.fetch("select key from achievement_unlocked")
        await conn.close()
        return [row["key"] for row in found]

    keys = asyncio.run(listed())
    assert keys.count("FIRST_LESSON") == sum(
        any(study.percent for study in person.studies) for person in LEARNERS
    )
    assert keys.count("WEEK_STREAK") == 2  # Amara and Rosa


@pytest.mark.usefixtures("loaded")
def test_its_people_have_a_past(environment: dict[str, str]) -> None:
    async def ages() -> list[int]:
        conn = await asyncpg.connect(environment["ALCUIN_DATABASE_URL"])
        found = await conn.fetch(
            "select extract(day from now() - enrolled_at)::int as days from enrollment"
        )
        await conn.close()
        return sorted({row["days"] for row in found})

    assert asyncio.run(ages()) == sorted({person.since for person in LEARNERS})


def test_its_passwords_are_kept_for_their_owner_only(
    loaded: str, environment: dict[str, str]
) -> None:
    file = Path(environment["ALCUIN_DATA_DIR"], NAME)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept = dict(line.split() for line in file.read_text().splitlines()[1:])
    assert kept.keys() == {person.email for person in EVERYBODY}
    assert len(set(kept.values())) == len(kept)
    assert all(password in loaded for password in kept.values())


def test_the_demo_is_refused_outside_development(run: Run) -> None:
    for refused in (run(demo, **PRODUCTION), run(serve, "--demo", **PRODUCTION)):
        assert refused.exit_code == 1
        assert "for development only" in refused.stderr


@pytest.mark.usefixtures("loaded")
def test_a_database_with_the_demo_is_not_served_in_production_until_it_is_closed(run: Run) -> None:
    refused = run(serve, **PRODUCTION)
    assert refused.exit_code == 1
    assert "alcuin demo --close" in refused.stderr

    assert "last active administrator" in run(demo, "--close", **PRODUCTION).stderr
    run(
        users,
        "create",
        "a@example.com",
        "--name",
        "A",
        "--role",
        "admin",
        said="slow lantern 42\n",
    )
    assert f"Suspended {len(EVERYBODY)}" in run(demo, "--close", **PRODUCTION).output
    assert "Suspended 0" in run(demo, "--close", **PRODUCTION).output
