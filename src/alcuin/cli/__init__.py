"""The command line: `alcuin COMMAND`; `program` lists them.

Each command opens one edge and calls one action, as a route does. It acts as the system,
with its own name as the reason, and a refusal is one sentence on standard error.
"""

from alcuin.cli.program import main

__all__ = ["main"]
