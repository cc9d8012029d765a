"""Values of analytics."""
