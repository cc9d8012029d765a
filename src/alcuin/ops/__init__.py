"""Running Alcuin: the embedded PostgreSQL and, later, health, metrics, backup and doctor."""
