"""DAGs, their versions and source, and the files that could not be read."""
