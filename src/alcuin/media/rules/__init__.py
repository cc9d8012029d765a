"""Decisions of media: pure functions."""
