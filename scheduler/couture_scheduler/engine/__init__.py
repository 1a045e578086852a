"""Decides and touches nothing: plain data in, decisions out. "Now" is always an argument."""
