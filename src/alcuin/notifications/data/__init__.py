"""Frozen shapes of the room."""
