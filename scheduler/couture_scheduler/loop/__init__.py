"""Repeats: the engine process, its ticks, its alarm, its lease, the DAG scan and its endpoint."""
