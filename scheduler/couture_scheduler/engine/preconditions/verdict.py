"""The answer of a precondition."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the rule is met, and why or why not. ``rule`` is the name of the rule's module."""

    met: bool
    sentence: str
    rule: str = ""
