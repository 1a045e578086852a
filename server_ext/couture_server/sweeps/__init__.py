"""Parameter sweeps, and what runs recorded."""
