"""Every SQL statement of this room."""
