"""SQL of backups: the catalog, and the log's cursors in another cluster."""
