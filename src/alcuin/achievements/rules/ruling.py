"""What a rule may say."""

import re
from collections.abc import Iterable, Iterator, Mapping

from alcuin.achievements.data.rules import Condition, NewRule, Rule, RuleEdit, RuleEvent, Text
from alcuin.kit.problems import FieldError, Invalid

MOVED_BY: dict[Condition, tuple[RuleEvent, ...]] = {
    Condition.SECTIONS_COMPLETED: (RuleEvent.SECTION_COMPLETED,),
    Condition.LESSONS_COMPLETED: (RuleEvent.LESSON_COMPLETED,),
    Condition.COURSES_COMPLETED: (RuleEvent.COURSE_COMPLETED,),
    Condition.STREAK_DAYS: tuple(RuleEvent),
    Condition.HOURS_LEARNED: (RuleEvent.TIME_CREDITED,),
}
"""Which events can change what a condition counts."""

ENDS_WITH_NUMBER = re.compile("_[0-9]+$")

PLACEHOLDERS = ("{count}",)
"""What texts may leave to be put in."""

# A word in braces: whoever writes it waits for something in its place. All other braces are text,
# which nothing reads: `{count}` is replaced as it stands.
LOOKS_LIKE_PLACEHOLDER = re.compile(r"\{\s*[^\W\d]\w*\s*\}")


def require_sound(new: NewRule) -> None:
    """Raise Invalid with every flaw."""
    _require(
        _flaw_of_key(new.key),
        _flaw_of_events(new),
        _flaw_of_languages(new.translations),
        *_flaws_of_text("", new.title, new.description),
        *_flaws_of_translations(new.translations),
    )


def changed(rule: Rule, edit: RuleEdit) -> NewRule:
    """The rule as it will be. Raises Invalid.

    What it counts and under which key never changes: what was unlocked would no longer be what
    it says. Looked at are the texts that it names, not those that stay.
    """
    translations = rule.translations if edit.translations is None else edit.translations
    _require(
        _flaw_of_languages(translations),
        *_flaws_of_text("", edit.title or "", edit.description or ""),
        *_flaws_of_translations(edit.translations or {}),
    )
    return NewRule(
        key=rule.key,
        condition=rule.condition,
        events=rule.events,
        threshold=rule.threshold,
        repeats_every=rule.repeats_every,
        title=rule.title if edit.title is None else edit.title,
        description=rule.description if edit.description is None else edit.description,
        translations=translations,
        points=rule.points if edit.points is None else edit.points,
        enabled=rule.enabled if edit.enabled is None else edit.enabled,
    )


def _require(*flaws: FieldError | None) -> None:
    if found := [flaw for flaw in flaws if flaw]:
        raise Invalid(*found)


def _flaw_of_key(key: str) -> FieldError | None:
    """A rule that repeats appends numbers to its key, which no other rule may be called."""
    if ENDS_WITH_NUMBER.search(key):
        return FieldError("/key", "A key does not end with a number.", "number")
    return None


def _flaw_of_events(new: NewRule) -> FieldError | None:
    if set(new.events) <= set(MOVED_BY[new.condition]):
        return None
    moving = ", ".join(MOVED_BY[new.condition])
    return FieldError("/events", f"Only these change what is counted: {moving}.", "events")


def _flaw_of_languages(translations: Iterable[str]) -> FieldError | None:
    """Tags are the same in any case (RFC 5646, 2.1.1)."""
    folded = [tag.lower() for tag in translations]
    if len(set(folded)) == len(folded):
        return None
    return FieldError("/translations", "A language is named twice.", "twice")


def _flaws_of_translations(translations: Mapping[str, Text]) -> Iterator[FieldError]:
    for tag, text in translations.items():
        yield from _flaws_of_text(f"/translations/{tag}", text.title, text.description)


def _flaws_of_text(within: str, title: str, description: str) -> Iterator[FieldError]:
    """What is put in nowhere would stand there as it is, in front of learners."""
    there_are = ", ".join(PLACEHOLDERS)
    for name, text in (("title", title), ("description", description)):
        for found in LOOKS_LIKE_PLACEHOLDER.findall(text):
            if found not in PLACEHOLDERS:
                said = f"Nothing is put in for {found}. There is: {there_are}."
                yield FieldError(f"{within}/{name}", said, "placeholder")
                break
