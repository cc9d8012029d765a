"""What crosses the door of progress, and what its statements fill."""
