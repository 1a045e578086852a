"""The newest runs of notebooks, for the marks in the file browser."""
