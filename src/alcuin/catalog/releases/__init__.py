"""Releases: what a published course says, frozen once, and the shelf that answers from memory."""
