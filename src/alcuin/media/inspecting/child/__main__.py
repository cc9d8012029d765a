"""Reads a task, gives up what it does not need, does it, answers, ends."""

import sys
from pathlib import Path
from types import ModuleType

_INSPECTING = Path(__file__).parents[1]


def main() -> None:
    """Run as a file by `alcuin.media.inspecting.asking`."""
    _pass_by_doors()
    from alcuin.media.inspecting.child.work import answer  # noqa: PLC0415  after the above

    task = sys.stdin.buffer.read()
    sys.stdout.buffer.write(answer(task, parent=int(sys.argv[1])))
    sys.stdout.buffer.flush()


def _pass_by_doors() -> None:
    """Importing from a package opens its door, and behind this room's stands the web framework.

    That would be half a second and 40 MB for each image.
    """
    doors = {"alcuin.media.inspecting": _INSPECTING, "alcuin.media": _INSPECTING.parent}
    for name, folder in doors.items():
        door = ModuleType(name)
        door.__path__ = [str(folder)]
        sys.modules[name] = door


if __name__ == "__main__":
    main()
