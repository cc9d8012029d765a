"""Who did what that matters, and who was refused.

Tables: `audit`, `audit_personal`, `audit_chain`. Rows are never changed or deleted: the
application's role may not, and a chain of hashes (`chain`) tells who could. What is personal
stands in a table of its own, which may be deleted.
"""

from alcuin.kit.audit.entries import Outcome, audit
from alcuin.kit.audit.queries import forget_person

__all__ = ["Outcome", "audit", "forget_person"]
