"""`python -m tools.refusals`: writes docs/reference/refusals.md from the refusals themselves."""

import sys
from collections import defaultdict
from pathlib import Path

import alcuin.app.application  # with it every room is loaded, and so are its refusals
import alcuin.cli  # noqa: F401  as above
from alcuin.kit.problems import Problem

PAGE = Path("docs/reference/refusals.md")

INTRODUCTION = """\
# Refusals

Whatever is refused is answered as `application/problem+json` (RFC 9457). `status` says of what \
kind it is, and `code` says exactly what: a code is stable, the sentences are not. Facts stand \
beside them in camel case, `errors` lists every field that was wrong with a JSON pointer, and \
`requestId` finds the request in the log. `success` is `false` and `error` repeats the title, \
for clients that read nothing else.

This page is made by `python -m tools.refusals`; a test compares it with the code.
"""


def page() -> str:
    """The page, sorted by status and code."""
    by_status: dict[int, dict[str, str]] = defaultdict(dict)
    for kind in sorted(kinds(Problem), key=lambda kind: kind.__module__):
        by_status[kind.status].setdefault(kind.code, " ".join((kind.__doc__ or "").split()))
    parts = [INTRODUCTION]
    for status, refusals in sorted(by_status.items()):
        parts.append(f"## {status}\n\n| code | what it says |\n|---|---|")
        parts[-1] += "".join(f"\n| `{code}` | {text} |" for code, text in sorted(refusals.items()))
        parts[-1] += "\n"
    return "\n".join(parts)


def kinds(parent: type[Problem]) -> set[type[Problem]]:
    """Every refusal of the product, of whatever depth; names with _ are only halves."""
    found = set()
    for kind in parent.__subclasses__():
        found |= kinds(kind)
        if kind.__module__.startswith("alcuin.") and not kind.__name__.startswith("_"):
            found.add(kind)
    return found


def main() -> int:
    PAGE.write_text(page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
