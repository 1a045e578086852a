"""DAG runs: list, start, stop, clear, mark, delete."""
