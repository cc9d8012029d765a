"""`python -m tools.migrations`: squawk reads the SQL of the migrations.

It finds statements that would hold a lock for long, or that old processes, still running
during an upgrade, would stumble over.
"""

import ast
import subprocess
import sys
import tempfile
from pathlib import Path

VERSIONS = Path("src/alcuin/app/migrations/versions")
SQUAWK = Path(sys.executable).with_name("squawk")

EXCLUDED = {
    "require-timeout-settings": "migrations/env.py sets lock_timeout for all of them",
    "prefer-bigint-over-int": "counts of lessons, releases and seats of one course",
    "prefer-bigint-over-smallint": "versions of an event's shape, weekdays",
    "prefer-identity": "no serial is used; squawk takes PgQueuer's own tables for ours",
}


def main() -> int:
    """Write each migration's SQL to a file of the same name and have all read."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for module in sorted(VERSIONS.glob("[0-9]*.py")):
            file = Path(folder, f"{module.stem}.sql")
            file.write_text(sql_of(module.read_text()))
            files.append(str(file))
        command = [str(SQUAWK), "--pg-version=18", f"--exclude={','.join(EXCLUDED)}"]
        # Each migration is sent as one transaction, so squawk need not ask for one.
        return subprocess.call([*command, "--assume-in-transaction", *files])


def sql_of(source: str) -> str:
    """Every text of the module that is SQL: module constants and what is executed at once."""
    found = []
    for node in ast.walk(ast.parse(source)):
        value = None
        if isinstance(node, ast.Assign) and _is_constant(node.targets[0]):
            value = node.value
        elif isinstance(node, ast.Call) and _name(node.func) in {"execute", "script"}:
            value = node.args[0]
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            found.append(value.value.strip().rstrip(";") + ";\n")
    return "".join(found)


def _is_constant(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and target.id.isupper()


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


if __name__ == "__main__":
    sys.exit(main())
