"""What the cells of notebooks took, and when running ones will end."""
