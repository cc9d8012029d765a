"""Loading the demo. What is there already is left alone, so a second run changes nothing."""

import sys
from datetime import timedelta

from alcuin import achievements
from alcuin.app.parts import Parts
from alcuin.cli.demo.accounts import Account, keep_passwords, kept_passwords, new_password
from alcuin.cli.demo.cast import EVERYBODY, LEARNERS, STAFF, Character
from alcuin.cli.demo.publishing import publish_course
from alcuin.cli.demo.queries import go_back
from alcuin.cli.demo.studying import study
from alcuin.identity import Registration, UserNotFound, create_user, hold_user_by_email, prepare
from alcuin.kit.actor import System
from alcuin.kit.events import Reaction, replay

ACTOR = System("alcuin demo")


async def load(parts: Parts) -> list[Account]:
    """Have everybody and everything of the demo, and answer the accounts."""
    known = {person.email for person in EVERYBODY if await exists(parts, person)}
    passwords = _passwords(parts, known)
    for person in STAFF:
        if person.email not in known:
            await _join(parts, person, passwords[person.email])
        if person.teaches:
            await publish_course(parts, person.teaches, person.email, ago=_since(person))
    for person in LEARNERS:
        if person.email not in known:
            await _join(parts, person, passwords[person.email])
            await study(parts, person, passwords[person.email])
    await _catch_up(parts)
    return [Account(person, passwords.get(person.email)) for person in EVERYBODY]


async def _catch_up(parts: Parts) -> None:
    """Hand out achievements: that reaction follows the log from the first start of a worker on.

    A backfill would be too early: the projection of streaks has read nothing yet.
    """
    for reader in achievements.readers():
        if isinstance(reader, Reaction):
            await replay(parts.database, reader, after=0, until=sys.maxsize)


async def exists(parts: Parts, person: Character) -> bool:
    async with parts.database.transaction() as conn:
        try:
            await hold_user_by_email(conn, ACTOR, person.email)
        except UserNotFound:
            return False
    return True


def _passwords(parts: Parts, known: set[str]) -> dict[str, str]:
    """Passwords kept and new ones, in the file before an account has them.

    Killed in between, the next run still knows what it gave.
    """
    kept = kept_passwords(parts.settings.data_dir)
    new = {p.email: new_password() for p in EVERYBODY if p.email not in known | kept.keys()}
    if new:
        keep_passwords(parts.settings.data_dir, kept | new)
    return kept | new


async def _join(parts: Parts, person: Character, password: str) -> None:
    new = await prepare(
        parts.hasher,
        Registration(
            email=person.email,
            name=person.name,
            password=password,
            time_zone=person.time_zone,
            language=person.language,
        ),
    )
    async with parts.database.transaction() as conn:
        await go_back(conn, _since(person))
        await create_user(conn, ACTOR, new, person.role)


def _since(person: Character) -> timedelta:
    return timedelta(days=person.since)
