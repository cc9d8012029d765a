"""Decisions about people, passwords and who may try how often: pure functions."""
