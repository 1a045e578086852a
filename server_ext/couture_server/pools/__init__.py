"""Pools: how many tasks of a kind may run at once."""
