"""Callbacks of runs: what became of them, and their logs."""
