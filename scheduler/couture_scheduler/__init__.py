"""Decide and run: engine, store, executors, worker, kernels, actions, loop, command line."""
