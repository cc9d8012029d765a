"""Every family of numbers: its name, kind, labels and what it says.

Names by Prometheus' conventions. No label holds an id, a name or an address of a person.
"""

from typing import Literal

import msgspec


class Family(msgspec.Struct, frozen=True):
    """Numbers of one name."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    labels: tuple[str, ...]
    says: str


BUILD = Family("alcuin_build_info", "gauge", ("version",), "1; the version stands in the label.")
UP = Family(
    "alcuin_up",
    "gauge",
    ("part",),
    "1 while it works: `database` answered within 2 seconds; a process of the group is there.",
)

REQUESTS = Family(
    "alcuin_http_requests_total",
    "counter",
    ("method", "route", "status"),
    "Requests answered. Addresses that no route has are `unknown`.",
)
DURATION = Family(
    "alcuin_http_request_duration_seconds",
    "histogram",
    ("method", "route"),
    "From the first byte of a request in Alcuin to the last of its answer.",
)
UNDER_WAY = Family(
    "alcuin_http_requests_in_progress", "gauge", (), "Requests that are being answered."
)
LIMITED = Family(
    "alcuin_limit_refusals_total", "counter", ("code",), "Requests refused with 429, by code."
)

POOL_SIZE = Family(
    "alcuin_database_pool_size", "gauge", ("process",), "Connections it may open at most."
)
POOL_OPEN = Family("alcuin_database_pool_open", "gauge", ("process",), "Connections open now.")
POOL_IN_USE = Family("alcuin_database_pool_in_use", "gauge", ("process",), "Connections at work.")
POOL_WAITING = Family(
    "alcuin_database_pool_waiting", "gauge", ("process",), "Requests or jobs in line for one."
)

CACHE_BYTES = Family(
    "alcuin_release_cache_bytes", "gauge", ("process",), "Memory taken by released courses."
)
CACHE_ENTRIES = Family(
    "alcuin_release_cache_entries", "gauge", ("process",), "Answers of released courses kept."
)
CACHE_HITS = Family(
    "alcuin_release_cache_hits_total", "counter", (), "Answers found in that memory."
)
CACHE_MISSES = Family(
    "alcuin_release_cache_misses_total", "counter", (), "Answers read from the database instead."
)

STREAMS = Family(
    "alcuin_notification_streams",
    "gauge",
    ("process",),
    "Event streams of notifications that are open; a process has 1,000 at most.",
)

MEMORY = Family(
    "process_resident_memory_bytes",
    "gauge",
    ("process",),
    "Resident memory, what is shared with other processes counted in each (Linux only).",
)
SHARE = Family(
    "alcuin_process_proportional_memory_bytes",
    "gauge",
    ("process",),
    "Its own memory and its share of what it has in common: these add up (Linux only).",
)
CPU = Family(
    "process_cpu_seconds_total", "counter", ("process",), "Processor time taken (Linux only)."
)
STARTED = Family(
    "process_start_time_seconds", "gauge", ("process",), "When it began, as Unix time."
)

JOBS = Family(
    "alcuin_jobs",
    "gauge",
    ("job", "state"),
    "Jobs that are `waiting`, `delayed` until later, `running` or `held` for a person.",
)
JOBS_OLDEST = Family(
    "alcuin_job_oldest_age_seconds",
    "gauge",
    ("job", "state"),
    "The oldest of them: since it was due, asked for (delayed), begun, or failed (held).",
)
READER_SECONDS = Family(
    "alcuin_reader_lag_seconds",
    "gauge",
    ("reader",),
    "Age of the oldest event that a reader of the log has not taken.",
)
READER_EVENTS = Family(
    "alcuin_reader_lag_events", "gauge", ("reader",), "Events not taken, counted to 10,000."
)
READER_STOPPED = Family(
    "alcuin_reader_stopped", "gauge", ("reader",), "1 while a fault stops the reader."
)

FAMILIES = (
    *(BUILD, UP),
    *(REQUESTS, DURATION, UNDER_WAY, LIMITED),
    *(POOL_SIZE, POOL_OPEN, POOL_IN_USE, POOL_WAITING),
    *(CACHE_BYTES, CACHE_ENTRIES, CACHE_HITS, CACHE_MISSES),
    STREAMS,
    *(MEMORY, SHARE, CPU, STARTED),
    *(JOBS, JOBS_OLDEST),
    *(READER_SECONDS, READER_EVENTS, READER_STOPPED),
)
