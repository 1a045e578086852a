"""Remembers. The only package that knows SQLAlchemy.

``session.Store`` opens the database and hands out transactions. The other modules are plain functions, one noun a file;
their first argument ``tx`` is the connection of a transaction. What they return are frozen dataclasses, never rows.
"""
