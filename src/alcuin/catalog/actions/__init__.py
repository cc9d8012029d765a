"""Use cases of this room: ask, decide, write, announce, return."""
