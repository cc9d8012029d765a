"""The system under measurement: `alcuin serve`, and the PostgreSQL of our own beneath it."""

import http.client
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from alcuin.ops.embedded import Server, Tuning, running
from bench.driver import Address
from bench.measuring import System
from bench.processes import postmaster_of

# Room for the working set, as anyone with so many learners would give it.
TUNING = Tuning(shared_buffers="1GB")
START_SECONDS = 60
STOP_SECONDS = 30
SECRET_KEY = "only-for-measurements-" + secrets.token_urlsafe(32)


@contextmanager
def own_postgres() -> Iterator[Server]:
    """A new cluster, thrown away afterwards.

    In /var/tmp, because /tmp may be memory and commits would be durable in name only.
    """
    data_dir = Path(os.environ.get("TMPDIR", "/var/tmp")) / f"alcuin-bench-{secrets.token_hex(4)}"  # noqa: S108  a random name, made by the embedded server with its own rights
    try:
        with running(data_dir, tuning=TUNING) as server:
            yield server
    finally:
        shutil.rmtree(data_dir, ignore_errors=True)


@contextmanager
def serving(
    server: Server, *, workers: int, more: Mapping[str, str] | None = None
) -> Iterator[System]:
    """`alcuin serve` until the block ends; its log goes to a file in the data folder.

    `more` are settings besides those of every measurement.
    """
    address = ("127.0.0.1", _free_port())
    log = server.data_dir / "serve.log"
    environ = {k: v for k, v in os.environ.items() if not k.startswith("ALCUIN_")} | {
        "ALCUIN_ENV": "production",
        "ALCUIN_DATA_DIR": str(server.data_dir),
        "ALCUIN_DATABASE_URL": server.url,
        "ALCUIN_DATABASE_ADMIN_URL": server.admin_url,
        "ALCUIN_PORT": str(address[1]),
        "ALCUIN_WORKERS": str(workers),
        "ALCUIN_SECRET_KEY": SECRET_KEY,
        # Counted like everybody else, and never refused.
        "ALCUIN_LIMIT_ANONYMOUS": "10000000",
        "ALCUIN_LIMIT_SIGNED_IN": "10000000",
        **(more or {}),
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [Path(sys.executable).with_name("alcuin"), "serve"],
            env=environ,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_healthy(address, process, log)
        yield System(address, process.pid, postmaster_of(server.data_dir / "postgres/cluster"))
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_healthy(address: Address, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if _is_healthy(address):
            return
        time.sleep(0.1)
    raise RuntimeError(f"alcuin serve did not come up:\n{log.read_text()[-3000:]}")


def _is_healthy(address: Address) -> bool:
    connection = http.client.HTTPConnection(*address, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
