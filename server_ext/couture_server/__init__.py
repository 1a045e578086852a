"""Speak HTTP: the Jupyter Server extension."""
