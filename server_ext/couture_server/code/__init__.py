"""Which code ran, and how it differs from today's."""
