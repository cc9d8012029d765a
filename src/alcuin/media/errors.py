"""Refusals of media."""

from alcuin.kit.problems import Conflict, Forbidden, Invalid, NotFound, TooLarge, WrongType


class MediaNotFound(NotFound):
    """There is no file here that you may see."""

    code = "media_not_found"


class MediaInUse(Conflict):
    """A course shows this file. Remove it from there first; a release keeps what it shows."""

    code = "media_in_use"


class QuotaFull(Conflict):
    """There is no room left for this file. Delete others or ask an administrator."""

    code = "media_quota_full"


class FileTooLarge(TooLarge):
    """The file is larger than allowed."""

    code = "file_too_large"


class FileTypeRefused(WrongType):
    """Files of this type are not taken: images, PDF, text, Markdown and captions are."""

    code = "file_type_refused"


class FileRefused(Invalid):
    """This file cannot be taken as it is."""

    code = "file_refused"


IN_A_COURSE = (NotFound, Forbidden)
"""What is said to whoever names a course that they may not know or not edit. The words are those
of the room that keeps courses."""
