"""Connections: how tasks reach other systems."""
