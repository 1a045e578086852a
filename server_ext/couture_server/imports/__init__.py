"""Import from other schedulers."""
