"""What fits the Protocols of rooms: mail, password hashing, tokens."""
