"""Every SQL statement of media."""
