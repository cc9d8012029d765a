"""Who may read how much of what is published.

Published: the outline and its previews are everybody's, the rest is for the enrolled and
the staff. Archived: the enrolled go on, nobody else may know. Unpublished: for the staff
alone; what learners did there stays readable as progress.
"""

from alcuin.catalog import Audience, CourseNotFound, Current
from alcuin.kit.problems import NotFound, Unauthenticated
from alcuin.progress.data.content import Relation
from alcuin.progress.errors import ForTheEnrolled


def readable(
    current: Current | None,
    relation: Relation | None,
    unknown: type[NotFound] = CourseNotFound,
) -> Current:
    """The release that somebody may read at least the outline of; raises `unknown`."""
    if current is None:
        raise unknown
    if current.is_public or (relation and (relation.is_staff or relation.is_learner)):
        return current
    raise unknown


def reader(relation: Relation | None) -> Audience:
    """As whom somebody reads, at the most."""
    if relation and relation.is_staff:
        return Audience.STAFF
    if relation and relation.is_learner:
        return Audience.LEARNER
    return Audience.PUBLIC


def reader_of_content(relation: Relation | None) -> Audience:
    """As whom somebody reads the content. Raises Unauthenticated, ForTheEnrolled."""
    audience = reader(relation)
    if audience is Audience.PUBLIC:
        raise ForTheEnrolled if relation else Unauthenticated
    return audience
