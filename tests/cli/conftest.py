"""Commands against a fresh database, in this process."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click import Command
from click.testing import CliRunner, Result

from alcuin.cli.users import users

Run = Callable[..., Result]


@pytest.fixture
def environment(database_urls: tuple[str, str], tmp_path: Path) -> dict[str, str]:
    """Settings that name the database and an empty data folder."""
    application, admin = database_urls
    return {
        "ALCUIN_DATA_DIR": str(tmp_path / "data"),
        "ALCUIN_DATABASE_URL": application,
        "ALCUIN_DATABASE_ADMIN_URL": admin,
    }


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    """Run a command as a person would, and get what it printed."""

    def ran(command: Command, *arguments: str, said: str = "", **more: str) -> Result:
        settings = environment | {f"ALCUIN_{name.upper()}": value for name, value in more.items()}
        return CliRunner(env=settings).invoke(command, arguments, input=said)

    return ran


@pytest.fixture
def teacher(run: Run) -> str:
    """Somebody who may own courses; their address."""
    made = run(
        users,
        "create",
        "ilse@example.com",
        "--name",
        "Ilse Varga",
        "--role",
        "instructor",
        said="slow lantern 42\n",
    )
    assert made.exit_code == 0, made.output
    return "ilse@example.com"
