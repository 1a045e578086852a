"""A DAG's ``access_control``: which roles may read or edit this one DAG, as Airflow's documentation has it.

    access_control={"analysts": {"can_read"}, "night shift": {"can_read", "can_edit"}}

or, by resource, ``{"analysts": {"DAGs": {"can_read"}}}``. It adds to what a role may do anyway and takes nothing away.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from couture_jupyter.exceptions import DagError

READ, EDIT, DELETE = "can_read", "can_edit", "can_delete"
DAGS = "DAGs"
_OF_DAGS = frozenset({READ, EDIT, DELETE})
_OF_RUNS = frozenset({READ, EDIT, DELETE, "can_create", "menu_access"})
RESOURCES = {DAGS: _OF_DAGS, "DAG Runs": _OF_RUNS}
LONGEST_ROLE = 64


def take(label: str, given: Mapping[str, Any] | None) -> dict[str, list[str]]:
    """For each role its permissions for the DAG. ``DagError`` says what cannot be understood."""
    what = f"access_control of {label}"
    found: dict[str, list[str]] = {}
    for role, wanted in (given or {}).items():
        if not isinstance(role, str) or not 0 < len(role) <= LONGEST_ROLE:
            raise DagError(f"{what}: {role!r} is no role. Its name has 1 to {LONGEST_ROLE} characters.")
        by_resource = wanted if isinstance(wanted, Mapping) else {DAGS: wanted}
        for resource, permissions in by_resource.items():
            _check(f"{what} for the role {role}", resource, permissions)
        found[role] = sorted(by_resource.get(DAGS, ()))
    return found


def _check(what: str, resource: Any, permissions: Any) -> None:
    if resource not in RESOURCES:
        raise DagError(f"{what}: {resource!r} is none of: {', '.join(RESOURCES)}.")
    known = RESOURCES[resource]
    if isinstance(permissions, str) or not isinstance(permissions, Collection):
        raise DagError(f'{what} is a set such as {{"{READ}"}}, not {permissions!r}.')
    for each in permissions:
        if each not in known:
            raise DagError(f"{what}: {each!r} is none of: {', '.join(sorted(known))}.")
