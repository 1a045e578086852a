"""Alembic migrations. ``HEAD`` is the newest revision: known without importing Alembic, checked by a test."""

HEAD = "0011"
