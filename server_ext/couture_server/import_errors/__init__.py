"""DAG files that could not be read."""
