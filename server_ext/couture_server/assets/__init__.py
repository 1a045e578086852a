"""Assets: what DAGs make and wait for, and its updates."""
