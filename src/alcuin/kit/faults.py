"""What may be kept about an error: its kind and its place, never what it says.

Messages quote values, and values may be somebody's name.
"""

import traceback
from pathlib import PurePath

from alcuin.kit.problems import Problem


def told(fault: BaseException) -> str:
    """`KeyError at progress/actions/rebase.py:41`; refusals add their code."""
    kind = type(fault).__name__
    name = f"{kind} ({fault.code})" if isinstance(fault, Problem) else kind
    return f"{name} at {_place(fault)}"


def _place(fault: BaseException) -> str:
    frames = traceback.extract_tb(fault.__traceback__)
    if not frames:
        return "no known place"
    ours = [frame for frame in frames if "site-packages" not in frame.filename]
    last = (ours or frames)[-1]
    return f"{'/'.join(PurePath(last.filename).parts[-3:])}:{last.lineno}"
