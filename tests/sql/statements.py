"""Every SQL statement of every `queries` module, read from the source with what it fills."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

import alcuin

FILLING = {"one": 1, "maybe": 1, "all": 1, "value": 1, "run": 0}
"""Methods of `Conn`, and the place of the SQL among their arguments."""


class Statement(msgspec.Struct, frozen=True):
    """One statement as it is sent; `fills` is a struct, a scalar type or None."""

    module: str
    line: int
    method: str
    sql: str
    fills: Any

    @property
    def room(self) -> str:
        return self.module.split(".")[1]

    def __str__(self) -> str:
        return f"{self.module}:{self.line}"


def statements() -> list[Statement]:
    """All of them, in a stable order."""
    found = [
        statement
        for info in pkgutil.walk_packages(alcuin.__path__, "alcuin.")
        if "queries" in info.name.split(".") and not info.name.startswith("alcuin.app.migrations")
        for statement in _in_module(importlib.import_module(info.name))
    ]
    return sorted(found, key=lambda s: (s.module, s.line, s.sql))


def _in_module(module: ModuleType) -> Iterator[Statement]:
    tree = ast.parse(Path(module.__file__ or "").read_text())
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="conn"), attr=method)) if (
                method in FILLING
            ):
                place = FILLING[method]
                for sql in _texts(node.args[place], module):
                    if sql.strip().startswith("set "):
                        continue  # nothing to plan
                    fills = _evaluated(node.args[0], module) if place else None
                    yield Statement(module.__name__, node.lineno, method, sql, fills)


def _texts(node: ast.expr, module: ModuleType) -> list[str]:
    """A literal, a module's constant, or all values of a module's table of statements."""
    if isinstance(node, ast.Subscript):
        return list(_evaluated(node.value, module).values())
    text = _evaluated(node, module)
    if not isinstance(text, str):
        raise TypeError(f"{module.__name__}:{node.lineno}: SQL must be a constant")
    return [text]


def _evaluated(node: ast.expr, module: ModuleType) -> Any:
    return eval(compile(ast.Expression(node), "sql", "eval"), vars(module).copy())  # noqa: S307  our own source
