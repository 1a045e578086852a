"""Tokens that run one DAG from outside."""
