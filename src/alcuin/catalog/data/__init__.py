"""What authors and staff see and write: the working copy."""
