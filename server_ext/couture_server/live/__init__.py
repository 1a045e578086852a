"""Looking on while a notebook runs."""
