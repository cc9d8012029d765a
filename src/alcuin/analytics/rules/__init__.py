"""What numbers come to, without input or output."""
