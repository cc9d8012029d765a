"""What the product is made of: the rooms' routes, who reads the log, which jobs there are.

To drop a room, delete its package and its lines here.
"""

from collections.abc import Sequence

from alcuin import (
    achievements,
    activity,
    analytics,
    catalog,
    enrollment,
    identity,
    media,
    notifications,
    progress,
    web,
)
from alcuin.app.parts import Parts
from alcuin.kit.audit.sealing import SEAL_CRONS, SEAL_JOB
from alcuin.kit.events import Reader
from alcuin.kit.http import Route
from alcuin.kit.jobs import Cron, Job
from alcuin.kit.pruning import PRUNE_CRON, PRUNE_JOB
from alcuin.ops import health

PERSONAL: Sequence[identity.PersonalData] = [
    notifications.PEOPLE,
    analytics.PEOPLE,
    achievements.PEOPLE,
    activity.PEOPLE,
    enrollment.EnrollmentOfPeople(progress.LEARNERS),
    progress.PEOPLE,
    catalog.PEOPLE,
    media.PEOPLE,
]
"""Every room that keeps something about people; enrollment before what follows from it."""


def routes(parts: Parts) -> list[Route]:
    """Every route of the product."""
    return [
        *web.routes(parts.settings.env),
        *health.routes(parts.settings.env),
        *identity.routes(
            parts.hasher, parts.signer, parts.safe, personal=PERSONAL, duties=[catalog.OWNERSHIP]
        ),
        *media.routes(_desk(parts)),
        *catalog.routes(frozenset(parts.settings.image_hosts)),
        *enrollment.routes(progress.LEARNERS),
        *progress.routes(parts.current, parts.shelf),
        *activity.routes(),
        *achievements.routes(),
        *analytics.routes(parts.shelf),
        *notifications.routes(
            parts.signer, parts.streams, notifications.Look(web.stylesheets(), web.mark())
        ),
    ]


def _desk(parts: Parts) -> media.Desk:
    """Who says what files are for."""
    of_courses = catalog.CourseFiles()
    return media.Desk(
        files=parts.files,
        shows=[of_courses, progress.FILES],
        spaces=of_courses,
        workshop=parts.workshop,
    )


def readers() -> Sequence[Reader]:
    """Everybody who reads the event log."""
    return [
        *progress.readers(),
        *activity.readers(),
        *achievements.readers(),
        *analytics.readers(),
        *notifications.readers(),
    ]


def jobs(parts: Parts) -> Sequence[Job]:
    """Everything a worker may be asked to do."""
    settings = parts.settings
    return [
        PRUNE_JOB,
        SEAL_JOB,
        *identity.jobs(
            parts.signer, parts.safe, parts.mail, settings.public_url, personal=PERSONAL
        ),
        *media.jobs(parts.files),
        # From the highest room down: each finds its rows by those of the rooms below.
        *catalog.jobs([notifications.PURGE, activity.PURGE, progress.PURGE, enrollment.PURGE]),
        *progress.jobs(),
        *notifications.jobs(parts.signer, parts.mail, settings.public_url),
        *activity.jobs(),
        *achievements.jobs(),
    ]


def crons() -> Sequence[Cron]:
    """What is asked for by the calendar."""
    return [PRUNE_CRON, *SEAL_CRONS, *identity.CRONS, *media.CRONS, *catalog.CRONS, *activity.CRONS]
