"""What a personal access token may be."""

import msgspec

from alcuin.identity.data.access_tokens import NewToken
from alcuin.identity.rules import people

MOST_TOKENS = 50
LONGEST_DAYS = 365


def sound_token(said: NewToken) -> NewToken:
    """Its name in one spelling, each scope once. Raises Invalid."""
    name = people.normal_name(said.name)
    people.require(people.flaw_of_name(name))
    return msgspec.structs.replace(said, name=name, scopes=tuple(sorted(set(said.scopes))))
