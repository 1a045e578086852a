"""What starts a DAG besides the clock."""
