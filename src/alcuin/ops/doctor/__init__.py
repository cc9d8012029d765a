"""`alcuin doctor`: what is wrong with an installation, and what to do about it.

Each check looks at one thing, within its own deadline, so that nothing that hangs hides the rest.
"""

from alcuin.ops.doctor.examining import examine
from alcuin.ops.doctor.findings import Finding, Level
from alcuin.ops.doctor.patient import DatabaseUrls, Patient

__all__ = ["DatabaseUrls", "Finding", "Level", "Patient", "examine"]
