"""`python -m alcuin.ops.embedded [FOLDER]`: hold the server until Ctrl-C or SIGTERM."""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from alcuin.ops.embedded import EmbeddedRefusal, default_data_dir, running


def main() -> None:
    data_dir = Path(sys.argv[1]) if len(sys.argv) > 1 else default_data_dir(os.environ)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt), running(data_dir) as server:
            sys.stdout.write(f"{server.url}\n{server.admin_url}\n")
            sys.stdout.flush()
            signal.pause()
    except EmbeddedRefusal as refusal:
        sys.exit(str(refusal))


main()
