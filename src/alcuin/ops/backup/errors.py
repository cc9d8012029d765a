"""Why there is no backup, or none is restored. Each text says what the reader can do about it."""


class BackupRefusal(Exception):
    """What a command prints, without a traceback."""


class BackupExists(BackupRefusal):
    def __init__(self, path: object) -> None:
        super().__init__(f"{path} exists already, and is left as it is. Name another file.")


class BackupBroken(BackupRefusal):
    def __init__(self, why: str) -> None:
        super().__init__(f"This is no whole backup: {why}. Nothing was changed.")


class BackupUnfit(BackupRefusal):
    def __init__(self, why: str) -> None:
        super().__init__(f"This backup does not fit its schema: {why}. Nothing was restored.")


class BackupNewer(BackupRefusal):
    def __init__(self, alcuin: str, revision: str) -> None:
        super().__init__(
            f"This backup was made by Alcuin {alcuin} at revision {revision}, which this Alcuin "
            "does not know. Restore it with that version or a later one. Nothing was changed."
        )


class SchemaAhead(BackupRefusal):
    def __init__(self, here: str, revision: str) -> None:
        super().__init__(
            f"The database is at revision {here} and the backup at {revision}. Restore it into a "
            "new database, or with ALCUIN_DATA_DIR naming an empty folder. Nothing was changed."
        )


class NotEmpty(BackupRefusal):
    """People have accounts here. Restore into a new database or an empty data folder."""

    def __init__(self) -> None:
        super().__init__(f"{type(self).__doc__} Nothing was changed.")


class InUse(BackupRefusal):
    """Alcuin is running on this database. Stop it, and restore again."""

    def __init__(self) -> None:
        super().__init__(f"{type(self).__doc__} Nothing was changed.")


class NothingToTake(BackupRefusal):
    """This database holds no Alcuin yet: there is nothing to take a backup of."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)
