"""Decisions of the room: pure functions."""
