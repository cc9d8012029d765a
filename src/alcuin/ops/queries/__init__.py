"""SQL of the operator's room."""
