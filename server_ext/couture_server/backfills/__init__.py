"""Backfills: all runs of a DAG between two dates."""
