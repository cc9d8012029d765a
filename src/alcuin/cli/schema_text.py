"""The text of a schema without what differs from dump to dump."""

import re

# Versions of server and program, settings of the restoring session, random keys of psql's
# restricted mode, and comments that repeat the next line.
_NOISE = re.compile(r"^(SET |SELECT pg_catalog\.set_config|\\(un)?restrict |--)")


def tidied(dump: str) -> str:
    """The dump, statements in their order, one empty line between them."""
    lines = [line.rstrip() for line in dump.splitlines() if not _NOISE.match(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
