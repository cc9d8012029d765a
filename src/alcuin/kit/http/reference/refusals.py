"""Which refusals an operation can answer: its room's own, and those of the edge."""

from collections import defaultdict

from alcuin.kit.files import FilesAway, FilesFull
from alcuin.kit.http.bodies import TooSlow, TooTangled
from alcuin.kit.http.faults import Unexpected
from alcuin.kit.http.gate import BadHost
from alcuin.kit.http.limits import TooManyRequests
from alcuin.kit.http.operation import Operation
from alcuin.kit.http.ranges import RangeNotSatisfiable
from alcuin.kit.http.scopes import ScopeMissing, SessionNeeded
from alcuin.kit.http.who import RoleNeeded, Unverified, Who
from alcuin.kit.idempotency import InFlight, OtherBody
from alcuin.kit.problems import (
    Invalid,
    NotFound,
    PreconditionRequired,
    Problem,
    Stale,
    TooLarge,
    Unauthenticated,
    Unavailable,
    Unreadable,
    WrongType,
)

ALWAYS = (Unreadable, BadHost, Invalid, Unexpected, Unavailable)
BY_WHO: dict[Who, tuple[type[Problem], ...]] = {
    Who.PUBLIC: (Unauthenticated,),
    Who.SIGNED_IN: (Unauthenticated,),
    Who.VERIFIED: (Unauthenticated, Unverified),
    Who.TEACHERS: (Unauthenticated, Unverified, RoleNeeded),
    Who.ADMINS: (Unauthenticated, Unverified, RoleNeeded),
}


def refusals(operation: Operation) -> list[type[Problem]]:
    """Every kind of refusal, the room's first."""
    about = operation.about
    found = [*about.get("refuses", ()), *ALWAYS, *BY_WHO[operation.who]]
    found.append(ScopeMissing if operation.scope else SessionNeeded)
    if operation.parts.path:
        found.append(NotFound)
    if operation.methods != ("GET",):
        found += [TooLarge, TooTangled, WrongType, TooSlow]
    if operation.is_counted:
        found.append(TooManyRequests)
    if operation.takes_file:
        found.append(FilesFull)
    if operation.takes_file or operation.answers_file:
        found.append(FilesAway)
    if operation.answers_file:
        found.append(RangeNotSatisfiable)
    if operation.once:
        found += [InFlight, OtherBody]
    if about.get("if_match"):
        found += [Stale, PreconditionRequired]
    return list(dict.fromkeys(found))


def by_status(found: list[type[Problem]]) -> dict[int, list[type[Problem]]]:
    """Grouped as OpenAPI wants them, in the order of the statuses."""
    grouped = defaultdict(list)
    for problem in found:
        grouped[problem.status].append(problem)
    return dict(sorted(grouped.items()))
