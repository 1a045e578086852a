"""The files of runs as a read-only tree."""
