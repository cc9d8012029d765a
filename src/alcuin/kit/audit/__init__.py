"""Who did what that matters, and who was refused. Tables: `audit`, `audit_personal`.

Rows are never changed or deleted: the application's role may not. What is personal stands
in a table of its own, which may be.
"""

from alcuin.kit.audit.entries import Outcome, audit

__all__ = ["Outcome", "audit"]
