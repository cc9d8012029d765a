"""Decisions of progress: pure functions."""
