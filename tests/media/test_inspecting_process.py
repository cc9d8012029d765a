"""What decodes files can do nothing else, and ends with its work, its time or its parent."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from alcuin.kit.problems import Unavailable
from alcuin.media.inspecting import asking, inspect
from tests.media import samples

CONFINED = """
import json, os, socket, subprocess, resource
from alcuin.media.inspecting.child import confinement
confinement.begin(os.getppid())
confinement.confine(1_000_000_000)
outcome = {}
def attempt(name, act):
    try:
        act()
        outcome[name] = "done"
    except (OSError, ValueError, MemoryError) as fault:
        outcome[name] = type(fault).__name__
most = resource.getrlimit(resource.RLIMIT_NOFILE)
attempt("read", lambda: open("/etc/hostname"))
attempt("write", lambda: open("/tmp/somewhere", "w"))
attempt("list", lambda: os.listdir("/"))
attempt("connect", lambda: socket.socket(socket.AF_INET))
attempt("pipe", os.pipe)
attempt("duplicate", lambda: os.dup(0))
attempt("run", lambda: subprocess.run(["/bin/true"]))
attempt("lift", lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100)))
attempt("memory", lambda: bytearray(2_000_000_000))
print(json.dumps(outcome))
"""

# Says the child's number once it is bound to its parent, which then sleeps.
PARENT = """
import os, subprocess, sys
child = '''
import os, signal, sys
from alcuin.media.inspecting.child import confinement
confinement.begin(int(sys.argv[1]))
print(os.getpid(), flush=True)
signal.pause()
'''
subprocess.Popen([sys.executable, "-c", child, str(os.getpid())]).wait()
"""

LIGHT = """
import runpy, sys
main = runpy.run_path(sys.argv[1])
main["_pass_by_doors"]()
import alcuin.media.inspecting.child.images, alcuin.media.inspecting.child.work
print([name for name in ("litestar", "asyncpg", "asyncio", "pikepdf") if name in sys.modules])
"""


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_a_confined_process_reaches_no_file_network_or_program() -> None:
    done = subprocess.run([sys.executable, "-c", CONFINED], capture_output=True, check=True)
    outcome = json.loads(done.stdout)
    assert outcome.pop("memory") == "MemoryError"
    assert outcome.pop("lift") == "ValueError"
    assert set(outcome.values()) == {"OSError"}
    assert len(outcome) == 7


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell a child")
def test_a_child_ends_with_its_parent_however_that_ends() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        child.wait(timeout=10)


def test_a_child_loads_what_it_needs_and_not_the_application() -> None:
    program = [sys.executable, "-c", LIGHT, str(asking.CHILD)]
    done = subprocess.run(program, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


async def test_who_comes_when_too_many_wait_is_told_when_to_come_again() -> None:
    desk = asking.Desk(at_once=1, waiting=0, patience_seconds=60)
    async with desk.place():
        with pytest.raises(Unavailable) as busy:
            async with desk.place():
                pass
    assert busy.value.headers == {"retry-after": "5"}
    async with desk.place():
        pass


async def test_nobody_waits_for_longer_than_is_bearable() -> None:
    desk = asking.Desk(at_once=1, waiting=5, patience_seconds=0.01)
    async with desk.place():
        with pytest.raises(Unavailable):
            async with desk.place():
                pass
    async with desk.place():
        pass


async def test_an_upload_that_is_broken_off_leaves_no_process_and_no_file(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(samples.png(6_000, 6_000, samples.zeros(6_001 * 6_000)))
    before = set(psutil.Process().children())
    inspecting = asyncio.create_task(inspect(path, "a.png", None))
    while not set(psutil.Process().children()) - before:  # noqa: ASYNC110  it gives no sign
        await asyncio.sleep(0)
    inspecting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await inspecting
    assert set(psutil.Process().children()) <= before
    assert names(tmp_path) == ["upload"]


async def test_the_childs_surroundings_hold_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALCUIN_DATABASE_URL", "postgresql://secret")
    assert "ALCUIN_DATABASE_URL" not in asking.surroundings()
