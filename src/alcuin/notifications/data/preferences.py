"""What somebody wants to be told, and how."""

import msgspec

from alcuin.notifications.data.notices import NoticeKind


class Ways(msgspec.Struct, frozen=True):
    """How something is told."""

    in_app: bool
    mail: bool


USUAL = {
    NoticeKind.ENROLLED: Ways(in_app=True, mail=False),
    NoticeKind.COURSE_PUBLISHED: Ways(in_app=True, mail=False),
    NoticeKind.COURSE_COMPLETED: Ways(in_app=True, mail=True),
    NoticeKind.ACHIEVEMENT_UNLOCKED: Ways(in_app=True, mail=False),
    NoticeKind.NEW_DEVICE: Ways(in_app=True, mail=True),
}
"""Where somebody chose nothing."""

ALWAYS_MAILED = frozenset({NoticeKind.NEW_DEVICE})
"""Whoever got in could otherwise see to it that nobody hears of them."""


class Chosen(msgspec.Struct, frozen=True):
    """What somebody chose of one kind; None stays as usual."""

    kind: NoticeKind
    in_app: bool | None
    mail: bool | None


class Preference(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How one kind is told now."""

    kind: NoticeKind
    in_app: bool
    mail: bool


class Preferences(msgspec.Struct, frozen=True):
    """How each kind is told."""

    preferences: list[Preference]


class PreferenceEdit(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"
):
    """A change of one kind; what is left out stays."""

    kind: NoticeKind
    in_app: bool | None = None
    mail: bool | None = None


class PreferencesBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes of some kinds; the others stay."""

    preferences: list[PreferenceEdit]
