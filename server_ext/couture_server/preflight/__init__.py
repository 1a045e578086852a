"""Notebooks before they run: what would fail, and which files they need."""
