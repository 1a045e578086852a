"""Two lists of values beside each other: parameters, results, packages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One name with its value on both sides; ``kind`` is ``same``, ``changed``, ``added`` or ``removed``."""

    name: str
    kind: str
    before: Any
    after: Any


def compare_values(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[ValueChange]:
    """All names of both, by name."""
    return [_compared(name, before, after) for name in sorted({*before, *after}, key=str.lower)]


def compare_environments(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[ValueChange]:
    """Python, platform and packages, as ``environment.json`` has them; only what differs."""
    sides = [{**_facts(each), **_packages(each)} for each in (before, after)]
    return [each for each in compare_values(*sides) if each.kind != "same"]


def _compared(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> ValueChange:
    if name not in before:
        return ValueChange(name, "added", None, after[name])
    if name not in after:
        return ValueChange(name, "removed", before[name], None)
    return ValueChange(name, "same" if before[name] == after[name] else "changed", before[name], after[name])


def _facts(environment: Mapping[str, Any]) -> dict[str, Any]:
    names = {"python": "Python", "implementation": "Implementation", "platform": "Platform"}
    return {label: str(environment[name]) for name, label in names.items() if environment.get(name)}


def _packages(environment: Mapping[str, Any]) -> dict[str, Any]:
    packages = environment.get("packages")
    return {str(name): str(version) for name, version in packages.items()} if isinstance(packages, Mapping) else {}
