"""`python -m tests.media.measured FOLDER`: what inspecting its files took, as JSON.

A process of its own: the memory of a child is counted from that of who started it.
"""

import asyncio
import json
import resource
import sys
import time
from pathlib import Path

from alcuin.kit.problems import Problem
from alcuin.media.inspecting import inspect


async def measure(path: Path) -> dict[str, object]:
    """`megabytes` is the most of this and all files before."""
    began = time.perf_counter()
    try:
        outcome: object = (await inspect(path, path.name, None)).media_type
    except Problem as problem:
        outcome = [problem.status, problem.code, problem.facts.get("reason")]
    return {
        "name": path.name,
        "outcome": outcome,
        "seconds": round(time.perf_counter() - began, 2),
        "megabytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1_024,
    }


async def main(paths: list[Path]) -> list[dict[str, object]]:
    return [await measure(path) for path in paths]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(sorted(Path(sys.argv[1]).iterdir())))))  # noqa: T201  its output
