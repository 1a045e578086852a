"""Write a DAG: what a DAG file or a notebook imports."""
