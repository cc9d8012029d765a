"""Every SQL statement of analytics."""
