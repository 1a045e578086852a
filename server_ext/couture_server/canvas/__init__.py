"""The canvas: a DAG file as a drawing that can be edited."""
