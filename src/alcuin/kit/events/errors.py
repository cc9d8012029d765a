"""Why a reader does not go on."""


class UnknownVersion(Exception):
    """An event of a known kind has a version that this reader does not understand."""

    def __init__(self, kind: str, v: int) -> None:
        super().__init__(f"{kind} v{v}")


class ReaderUnknown(LookupError):
    """No reader of this name has ever started on this database."""


class RebuildTakenOver(Exception):
    """Another rebuild of the same projection began while this one was running."""


class RestoredElsewhere(Exception):
    """This database was restored into another cluster, whose transaction ids mean other things.

    Read with the old cursors, the whole log would silently look as if it lay in the
    future. Run `alcuin db rebase-log` with nothing else running, then start again.
    """

    def __init__(self, reader: str) -> None:
        super().__init__(f"{reader}: {' '.join((type(self).__doc__ or '').split())}")
