"""HTTP shapes of this room."""
