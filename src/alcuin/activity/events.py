"""What activity announces. The kind stands in the SQL of `queries`; readers name it from here."""

import msgspec

TIME_CREDITED = "TimeCredited"


class TimeCredited(msgspec.Struct, frozen=True):
    """The data of the event: one for each local date that a claim touched."""

    seconds: int
    activity: str
