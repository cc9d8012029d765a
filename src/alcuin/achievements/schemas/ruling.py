"""HTTP shapes of rules."""

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, UnsetType

from alcuin.achievements.data.rules import (
    MOST,
    MOST_LANGUAGES,
    Condition,
    NewRule,
    RuleEdit,
    RuleEvent,
    Text,
)
from alcuin.achievements.rules.ruling import MOVED_BY
from alcuin.kit.http import Body

LARGE = 1_000_000
"""Bytes of a rule with its translations."""

Key = Annotated[
    str, msgspec.Meta(pattern="^[A-Z][A-Z0-9_]{0,59}$", examples=["LESSONS_TEN", "WEEK_STREAK"])
]
Title = Annotated[
    str,
    msgspec.Meta(min_length=1, max_length=200, examples=["{count} Courses Completed"]),
]
Description = Annotated[
    str, msgspec.Meta(min_length=1, max_length=1_000, examples=["Completed {count} courses"])
]
Language = Annotated[
    str,
    msgspec.Meta(pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$", examples=["de", "pt-BR"]),
]
Counted = Annotated[int, msgspec.Meta(ge=1, le=MOST)]
Points = Annotated[int, msgspec.Meta(ge=0, le=MOST)]


class TextBody(Body, frozen=True):
    """Title and description in a language; `{count}` stands for what was reached."""

    title: Title
    description: Description


Translations = Annotated[
    dict[Language, TextBody],
    msgspec.Meta(max_length=MOST_LANGUAGES, description="By language of the reader."),
]
Events = Annotated[
    list[RuleEvent],
    msgspec.Meta(
        min_length=1,
        max_length=len(RuleEvent),
        description="On which it is judged; all that change what is counted where left out.",
    ),
]


class NewRuleBody(Body, frozen=True, kw_only=True):
    """What is unlocked when `condition` counts `threshold`, and with `repeatsEvery` again."""

    key: Key
    condition: Condition
    threshold: Counted
    repeats_every: Counted | None = None
    events: Events | None = None
    title: Title
    description: Description
    translations: Translations = msgspec.field(default_factory=dict)
    points: Points = 0
    enabled: bool = True

    def said(self) -> NewRule:
        return NewRule(
            key=self.key,
            condition=self.condition,
            events=sorted(set(self.events or MOVED_BY[self.condition])),
            threshold=self.threshold,
            repeats_every=self.repeats_every,
            title=self.title,
            description=self.description,
            translations=_texts(self.translations),
            points=self.points,
            enabled=self.enabled,
        )


class RuleEditBody(Body, frozen=True, kw_only=True):
    """What is left out stays; `translations` are those that there are from now on."""

    title: Title | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    translations: Translations | UnsetType = UNSET
    points: Points | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET

    def said(self) -> RuleEdit:
        fields: dict[str, Any] = {  # Any: fields of any type
            name: value
            for name, value in msgspec.structs.asdict(self).items()
            if value is not UNSET
        }
        if not isinstance(self.translations, UnsetType):
            fields["translations"] = _texts(self.translations)
        return RuleEdit(**fields)


def _texts(bodies: dict[str, TextBody]) -> dict[str, Text]:
    return {tag: Text(body.title, body.description) for tag, body in bodies.items()}
