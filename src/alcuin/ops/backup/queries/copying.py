"""What COPY sends of each table, and in which form it means the same in every cluster."""

from collections.abc import Mapping, Sequence

from alcuin.ops.backup.data import Table
from alcuin.ops.backup.queries.log import DONE, LINE, TARGET, TX

LEFT_OUT: Mapping[str, str] = {
    "session": "what was ended since would be open again, so everybody signs in anew",
    "refresh_token": "as sessions",
    "access_token": "as sessions: one that was revoked since would count again",
    "one_time_token": "a link that was used since would work again",
}
"""Tables that stay behind, and why. Unlogged ones (counters of attempts) do too: a crash
empties them as well."""

_CHANGED: Mapping[str, Mapping[str, str]] = {
    "email_change": {"session_id": "null"},  # sessions stay behind
    "event": {"tx": TX},
    "reader": {"done": DONE, "target": TARGET, "system_identifier": "0"},
    # Nobody runs them where they come back; a job runs at least once.
    "pgqueuer": {
        "status": "case status when 'picked' then 'queued' else status end",
        "queue_manager_id": "null",
        "slot": "null",
    },
}


def leaving(table: Table) -> str:
    """The rows of a table as they go into a backup."""
    changed = _CHANGED.get(table.name, {})
    columns = ", ".join(changed.get(column, quoted(column)) for column in table.columns)
    line = f"with {LINE} " if table.name in ("event", "reader") else ""
    return f"{line}select {columns} from {quoted(table.name)}"  # noqa: S608  names of the catalog


def standing(name: str, columns: Sequence[str]) -> str:
    """The rows of a table as they are."""
    return f"select {', '.join(map(quoted, columns))} from {quoted(name)}"  # noqa: S608  as above


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
