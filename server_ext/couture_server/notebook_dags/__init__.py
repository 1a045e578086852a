"""New DAGs from notebooks."""
