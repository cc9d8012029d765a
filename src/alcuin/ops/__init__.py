"""Running Alcuin: the embedded PostgreSQL, health, metrics, doctor, backup and restore."""
