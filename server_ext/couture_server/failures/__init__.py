"""Failures, grouped by their fingerprint."""
