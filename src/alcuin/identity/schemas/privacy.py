"""HTTP shapes of changing an address, leaving, and reading the audit."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from alcuin.identity.data.auditing import AuditFilter
from alcuin.kit.http import Body
from alcuin.kit.paging import Paging

Moment = Annotated[datetime, msgspec.Meta(tz=True, description="With its zone, as RFC 3339.")]
Action = Annotated[
    str, msgspec.Meta(min_length=1, max_length=100, examples=["user.change_standing"])
]
SubjectKind = Annotated[str, msgspec.Meta(min_length=1, max_length=100, examples=["user"])]


class RestoreBody(Body, frozen=True):
    token: Annotated[
        str,
        msgspec.Meta(max_length=1024, description="Of the letter, or of a refused sign-in."),
    ]


class AuditQuery(Paging, frozen=True):
    """Which entries. `from` belongs to the time asked for, `to` does no more."""

    actor: UUID | None = None
    subject: UUID | None = None
    subject_kind: SubjectKind | None = None
    action: Action | None = None
    outcome: Literal["done", "refused"] | None = None
    since: Moment | None = msgspec.field(name="from", default=None)
    until: Moment | None = msgspec.field(name="to", default=None)

    def asked(self) -> AuditFilter:
        return AuditFilter(
            actor=self.actor,
            subject=self.subject,
            subject_kind=self.subject_kind,
            action=self.action,
            outcome=self.outcome,
            since=self.since,
            until=self.until,
        )
