"""What analytics answers, and to whom."""
