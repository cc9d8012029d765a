"""Refusals of the room."""

from alcuin.kit.problems import NotFound, TooMany, Unavailable


class NoticeNotFound(NotFound):
    """There is no such notice of yours."""

    code = "notice_not_found"


class UnsubscribeLinkUnknown(NotFound):
    """This link is from none of our letters. Open it in the letter once more."""

    code = "unsubscribe_link_unknown"


class TooManyStreams(TooMany):
    """You have as many streams open as one person may. Close one first."""

    code = "too_many_streams"


class StreamsFull(Unavailable):
    """As many streams are open as this server keeps. Try again in a moment."""

    code = "streams_full"
