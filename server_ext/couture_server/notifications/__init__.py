"""Messages to people: who was told what of a run, send again, test."""
