"""What an uploaded file is, and whether it may be taken.

Types are known by content. Images are made anew and PDFs looked into by a process that can do
nothing else; texts are read here. `docs/reference/media.md` says what is accepted and why.
"""

from alcuin.media.inspecting.data import Inspected, Rendition
from alcuin.media.inspecting.inspection import inspect
from alcuin.media.inspecting.types import ACCEPTED

__all__ = ["ACCEPTED", "Inspected", "Rendition", "inspect"]
