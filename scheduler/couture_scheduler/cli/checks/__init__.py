"""What ``couture doctor`` looks at: one subject a file, each ``look(session)`` yielding ``Check``."""
