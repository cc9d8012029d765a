"""What somebody chose, beside what is usual."""

from collections.abc import Sequence

from alcuin.kit.problems import FieldError, Invalid
from alcuin.notifications.data.notices import NoticeKind
from alcuin.notifications.data.preferences import (
    ALWAYS_MAILED,
    USUAL,
    Chosen,
    Preference,
    PreferenceEdit,
)


def preferences(chosen: Sequence[Chosen]) -> list[Preference]:
    """How each kind is told."""
    by_kind = {each.kind: each for each in chosen}
    return [_preference(kind, by_kind.get(kind)) for kind in NoticeKind]


def _preference(kind: NoticeKind, chosen: Chosen | None) -> Preference:
    usual = USUAL[kind]
    in_app, mail = (chosen.in_app, chosen.mail) if chosen else (None, None)
    return Preference(
        kind=kind,
        in_app=usual.in_app if in_app is None else in_app,
        mail=usual.mail if mail is None else mail,
    )


def require_possible(edits: Sequence[PreferenceEdit]) -> None:
    """Raise Invalid for each kind that is named twice, or whose mail cannot be turned off."""
    flaws = [flaw for place, edit in enumerate(edits) if (flaw := _flaw(place, edit, edits))]
    if flaws:
        raise Invalid(*flaws)


def _flaw(place: int, edit: PreferenceEdit, edits: Sequence[PreferenceEdit]) -> FieldError | None:
    where = f"/preferences/{place}"
    if any(before.kind is edit.kind for before in edits[:place]):
        return FieldError(f"{where}/kind", "Name each kind once.", "repeated")
    if edit.mail is False and edit.kind in ALWAYS_MAILED:
        return FieldError(f"{where}/mail", "Mail about security is always sent.", "always")
    return None
