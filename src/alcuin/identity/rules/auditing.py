"""Which entries of the audit can be asked for."""

from alcuin.identity.data.auditing import AuditFilter
from alcuin.kit.problems import Invalid


def require_order(asked: AuditFilter) -> None:
    """Raise Invalid for a time that ends before it starts; one without length holds nothing."""
    if asked.since and asked.until and asked.until < asked.since:
        raise Invalid.at("?to", "The end is before the start.", "order")
