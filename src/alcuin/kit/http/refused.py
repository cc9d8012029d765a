"""Refused rights leave an entry in the audit; who may not know is told 404 and leaves none."""

import re

from alcuin.kit.actor import Person
from alcuin.kit.audit import Outcome, audit
from alcuin.kit.http.visit import Operates, Visit
from alcuin.kit.problems import Forbidden

ACTION = "operation.call"
_KIND = re.compile(r":\w+(?=\})")


async def note_refusal(
    visit: Visit, operation: Operates, person: Person, refused: Forbidden
) -> None:
    """Write down who tried what, in a transaction of its own: the refused one is rolled back.

    The path's template and not the path: ids of what was asked for are in no log either.
    """
    async with visit.house.database.transaction() as conn:
        await audit(
            conn,
            person,
            ACTION,
            Outcome.REFUSED,
            facts={
                "operation": f"{visit.method} {_published(operation.path)}",
                "code": refused.code,
            },
            request_id=visit.request_id,
        )


def _published(template: str) -> str:
    """The path as the reference has it: `{course}` and not `{course:str}`."""
    return _KIND.sub("", template)
