"""Messages about runs: what they say (pure) and how they are sent. Knows neither the store nor who is told."""
