"""What learners and staff can do with progress."""
