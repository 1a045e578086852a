"""Keeps files: where each run's logs, notebooks and results are, and safe ways to read and write them."""
