"""Tell whether two things are the same, and where they differ: errors, environments, notebooks. Touches no store."""
