"""SQL of the log and its readers."""
