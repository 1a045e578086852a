"""The installation: its settings, processes, providers and plugins."""
