"""What a partition key may be."""

from __future__ import annotations

from typing import Any

LONGEST_KEY = 250


class PartitionKeyError(ValueError):
    """A partition key that is none, or that a mapper cannot read; the message says why."""


def check_key(key: Any) -> str:
    """``key``, unless it is no text, is empty or has more than 250 characters: ``PartitionKeyError``."""
    if not isinstance(key, str):
        raise PartitionKeyError(f"A partition key is text, not {key!r}.")
    if not key.strip():
        raise PartitionKeyError("A partition key is not empty.")
    if len(key) > LONGEST_KEY:
        raise PartitionKeyError(f"A partition key has at most {LONGEST_KEY} characters; this one has {len(key)}.")
    return key
