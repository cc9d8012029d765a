"""Which process of a parallel run takes which tests.

pytest-xdist's own `--dist loadgroup` does nothing here: 3.8 writes a group into a private part of
an item that pytest 9.2 does not read.
"""

from xdist.scheduler import (  # type: ignore[import-untyped]  # it ships no types
    LoadScopeScheduling,
)

INSTALLATION = "tests/drills/"
WITHOUT = ("test_group.py", "test_kills.py", "test_log_under_writers.py", "test_restore.py")
"""Drills that share no installation with others."""


class OneInstallation(LoadScopeScheduling):  # type: ignore[misc]  # as above
    """Drills follow each other in one process; each other file goes to whoever is free.

    A file whole: what its tests share is made once.
    """

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        if path.startswith(INSTALLATION) and not path.endswith(WITHOUT):
            return INSTALLATION
        return path
