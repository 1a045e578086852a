"""Notebook schedules: a form that becomes a DAG."""
