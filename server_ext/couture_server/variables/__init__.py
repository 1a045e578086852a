"""Variables: named values for tasks."""
