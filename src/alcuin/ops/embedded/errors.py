"""Why the embedded server cannot be had. Each text says what the reader can do about it."""

from pathlib import Path


class EmbeddedRefusal(Exception):
    """What a command prints, without a traceback, when there is no embedded server."""


class ServerOwnedByAnother(EmbeddedRefusal):
    def __init__(self, data_dir: Path, owner: str) -> None:
        self.owner = owner
        super().__init__(
            f"The data folder {data_dir} belongs to {owner}. "
            f"Run the command as {owner}, or choose another folder with ALCUIN_DATA_DIR."
        )


class DataFolderUnusable(EmbeddedRefusal):
    def __init__(self, data_dir: Path, reason: str) -> None:
        self.reason = reason
        super().__init__(f"The data folder {data_dir} cannot be used: {reason}")


class NoServerAccount(EmbeddedRefusal):
    def __init__(self, reason: str) -> None:
        super().__init__(f"There is no account for PostgreSQL to run as: {reason}")


class WrongMajorVersion(EmbeddedRefusal):
    def __init__(self, data_dir: Path, *, of_data: str, of_programs: str) -> None:
        self.of_data, self.of_programs = of_data, of_programs
        super().__init__(
            f"The data in {data_dir} was written by PostgreSQL {of_data}, "
            f"and this Alcuin brings PostgreSQL {of_programs}. Nothing was changed. Dump the data "
            f"with the Alcuin that wrote it, and load the dump into a new folder."
        )


class StartFailed(EmbeddedRefusal):
    def __init__(self, what: str, log_tail: str) -> None:
        self.log_tail = log_tail
        super().__init__(f"PostgreSQL: {what}. Its last words were:\n{log_tail}")
