"""Sends work out: the contract, and one module an executor."""
