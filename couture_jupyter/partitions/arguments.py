"""What mappers and windows have in common: the arguments that say all about them."""

from __future__ import annotations

from typing import Any


class MadeOfArguments:
    """Equal to what is made alike, and shown as it is written."""

    def arguments(self) -> dict[str, Any]:
        """How to make it anew: JSON, and mappers, windows and wait policies."""
        return {}

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(type(self))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.arguments().items())
        return f"{type(self).__name__}({shown})"
