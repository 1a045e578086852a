"""Running a DAG from outside: the one address that needs no Jupyter login, only a token made for the DAG."""
