"""Notebooks before they are scheduled: their parameters, and what a cron expression means."""
