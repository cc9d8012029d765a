"""What the product is made of: the rooms' routes, who reads the log, which jobs there are.

To drop a room, delete its package and its lines here.
"""

from collections.abc import Sequence

from alcuin import analytics, catalog, enrollment, identity, media, progress, web
from alcuin.app.parts import Parts
from alcuin.kit.events import Reader
from alcuin.kit.http import Route
from alcuin.kit.jobs import Cron, Job
from alcuin.kit.pruning import PRUNE_CRON, PRUNE_JOB
from alcuin.ops import health


def routes(parts: Parts) -> list[Route]:
    """Every route of the product."""
    return [
        *web.routes(parts.settings.env),
        *health.routes(parts.settings.env),
        *identity.routes(parts.hasher, parts.signer),
        *media.routes(_desk(parts)),
        *catalog.routes(frozenset(parts.settings.image_hosts)),
        *enrollment.routes(progress.LEARNERS),
        *progress.routes(parts.current, parts.shelf),
        *analytics.routes(),
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
    return [*progress.readers(), *analytics.readers()]


def jobs(parts: Parts) -> Sequence[Job]:
    """Everything a worker may be asked to do."""
    settings = parts.settings
    return [
        PRUNE_JOB,
        *identity.jobs(parts.signer, parts.mail, settings.public_url),
        *media.jobs(parts.files),
        *catalog.jobs([progress.PURGE, enrollment.PURGE]),
        *progress.jobs(),
    ]


def crons() -> Sequence[Cron]:
    """What is asked for by the calendar."""
    return [PRUNE_CRON, *identity.CRONS, *media.CRONS, *catalog.CRONS]
