"""What a claim says, and whether it can be true at all.

How much of it is credited the database decides, by its own clock and under the learner's lock.
"""

from datetime import UTC, datetime

from alcuin.activity.data.claims import Claim, NewTimeEntry
from alcuin.kit.problems import Invalid

ROUNDING_SECONDS = 1
"""A client may round its duration either way, or its moments."""


def claim_of(entry: NewTimeEntry) -> Claim:
    """Read a claim in whole seconds. Raises Invalid where it contradicts itself.

    Moments are cut to the second they lie in: what follows each other then meets without a
    gap, and no entry gains or loses by rounding.
    """
    _require_whole(entry)
    claim = Claim(
        started_at=_second(entry.start_time, "/startTime"),
        ended_at=_second(entry.end_time, "/endTime"),
        activity=entry.activity,
        course_id=entry.course_id,
        lesson_id=entry.lesson_id,
        section_id=entry.section_id,
    )
    if entry.end_time < entry.start_time:
        raise Invalid.at("/endTime", "The end is before the start.", "order")
    if entry.duration is not None:
        elapsed = (entry.end_time - entry.start_time).total_seconds()
        if abs(entry.duration - elapsed) > ROUNDING_SECONDS:
            raise Invalid.at(
                "/duration", "This is not the time from startTime to endTime.", "inconsistent"
            )
    return claim


def _require_whole(entry: NewTimeEntry) -> None:
    """A part of a course is looked up by its whole key."""
    if entry.section_id and entry.lesson_id is None:
        raise Invalid.at("/lessonId", "Name the lesson of this section, too.", "without_lesson")
    if entry.lesson_id and entry.course_id is None:
        raise Invalid.at("/courseId", "Name the course of this lesson, too.", "without_course")


def _second(moment: datetime, pointer: str) -> datetime:
    try:
        return moment.astimezone(UTC).replace(microsecond=0)
    except OverflowError:  # the first or the last day of the calendar, elsewhere
        raise Invalid.at(pointer, "This is outside the calendar.", "calendar") from None
