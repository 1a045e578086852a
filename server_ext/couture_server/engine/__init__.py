"""The engine seen from the server: its state, its start and stop, health, version, and the form's settings."""
