"""The files of the DAG folder: listed, read, checked and changed."""
