"""Who may do what, as far as the server decides it."""
