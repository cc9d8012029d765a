"""HTTP shapes of personal access tokens."""

from typing import Annotated

import msgspec

from alcuin.identity.data.access_tokens import AccessToken, Issued, NewToken, Scope
from alcuin.identity.rules.access_tokens import LONGEST_DAYS
from alcuin.kit.http import Body

TokenName = Annotated[str, msgspec.Meta(min_length=1, max_length=100, examples=["Nightly import"])]
Scopes = Annotated[list[Scope], msgspec.Meta(min_length=1, max_length=len(Scope))]
Days = Annotated[int, msgspec.Meta(ge=1, le=LONGEST_DAYS, examples=[90])]


class NewTokenBody(Body, frozen=True):
    name: TokenName
    scopes: Scopes
    expires_in_days: Days

    def said(self) -> NewToken:
        return NewToken(
            name=self.name, scopes=tuple(self.scopes), expires_in_days=self.expires_in_days
        )


class IssuedView(AccessToken, frozen=True, kw_only=True, rename="camel"):
    """A new token. `token` is shown only now; send it as `Authorization: Bearer`."""

    token: str

    @classmethod
    def of(cls, issued: Issued) -> "IssuedView":
        return cls(**msgspec.structs.asdict(issued.token), token=issued.text)
