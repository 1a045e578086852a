"""State that tasks keep over their tries, and with assets over runs."""
