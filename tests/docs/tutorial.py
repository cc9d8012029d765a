"""The tutorial as something that can be run: its blocks, a school to run them in.

A block of `sh` is run in the second terminal, one of `sh server` in the first, and a block of
`text` behind either is what it shows, where … stands for anything.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/tutorial.md"
PORT = "8001"
FENCE = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"http://\S+/first-administrator\S+")
DONE = "--- done ---"
PATIENCE_SECONDS = 120


class Block(msgspec.Struct):
    """Commands, and what they are said to show."""

    terminal: str
    commands: str
    shows: str = ""


def blocks() -> list[Block]:
    """Every block of commands, in order."""
    found: list[Block] = []
    for language, terminal, text in FENCE.findall(PAGE.read_text()):
        if language == "sh":
            found.append(Block(terminal or "second", text))
        else:
            assert language == "text", f"a block that nobody runs: {language}"
            found[-1].shows = text
    return found


def agrees(shown: str, said: str) -> bool:
    """Whether a page says what is shown; … is anything."""
    pattern = ".*".join(re.escape(part) for part in said.strip().split("…"))
    return re.fullmatch(pattern, shown.strip(), re.DOTALL) is not None


class School:
    """A home folder, a port and what runs in them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = str(_free_port())
        self.said = home / "first-terminal"

    def mine(self, text: str) -> str:
        """The page's words, with this school's port and this environment's programs."""
        return text.replace(PORT, self.port).replace(
            ".venv/bin/", f"{Path(sys.executable).parent}/"
        )

    @contextmanager
    def first_terminal(self, commands: str) -> Iterator[str]:
        """Serve, as long as the block lasts; gives what it has said until it was ready."""
        # The shell becomes what it starts, so that a signal reaches it.
        becoming = self.mine(commands).replace("\n/", "\nexec /")
        with self.said.open("wb") as said:
            serving = subprocess.Popen(
                ["bash", "-ec", becoming],
                cwd=ROOT,
                env=self._environment(),
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        try:
            yield self._greeting(serving)
        finally:
            serving.terminate()
            serving.wait(PATIENCE_SECONDS)

    def second_terminal(self, commands: list[str], typed: str) -> list[str]:
        """Run the blocks in one shell; answers what each has shown."""
        script = "".join(f"{self.mine(each)}\necho '{DONE}'\n" for each in commands)
        path = self.home / "second-terminal"
        path.write_text(f"set -eu -o pipefail\n{script}")
        ran = subprocess.run(
            ["bash", path],
            cwd=ROOT,
            env=self._environment(),
            input=f"{typed}\n",
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        assert ran.returncode == 0, f"{ran.stdout[-2000:]}\n{ran.stderr[-2000:]}\n{self.log()}"
        return ran.stdout.split(f"{DONE}\n")[:-1]

    def log(self) -> str:
        return self.said.read_text()[-2000:]

    def _greeting(self, serving: "subprocess.Popen[bytes]") -> str:
        ends = time.monotonic() + PATIENCE_SECONDS
        while not (_answers(int(self.port)) and "Stop with Ctrl-C." in self.said.read_text()):
            assert serving.poll() is None, self.log()
            assert time.monotonic() < ends, self.log()
            time.sleep(0.05)
        said = self.said.read_text()
        return said[: said.index("Stop with Ctrl-C.")] + "Stop with Ctrl-C."

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ALCUIN_")}
        return kept | {"HOME": str(self.home)}


@contextmanager
def school() -> Iterator[School]:
    """A home of its own, where PostgreSQL's account may enter too."""
    home = Path(tempfile.mkdtemp(prefix="alcuin-tutorial-", dir="/var/tmp"))
    home.chmod(0o755)
    try:
        yield School(home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
