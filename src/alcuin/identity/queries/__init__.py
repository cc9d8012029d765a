"""Every SQL statement of this room, by the table it speaks to."""
