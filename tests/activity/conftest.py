"""The room under test."""

from tests.progress.fixtures import ada, busy_room, room

__all__ = ["ada", "busy_room", "room"]
