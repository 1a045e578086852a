"""What names mean in a file: two files may have one name for two things."""

from __future__ import annotations

from collections.abc import Mapping, Set

import libcst as cst

from couture_scheduler.dag_editing.imports import existing_imports
from couture_scheduler.dag_editing.opaque import bound_names
from couture_scheduler.dag_editing.reading import Statement
from couture_scheduler.dag_editing.source import Source

IMPORTED = ("import",)


def other_things(ours: Source, theirs: Source, names: Set[str]) -> list[str]:
    """Those of the names that both files bind, each to something else. Two imports are not compared."""
    one, other = _meanings(ours), _meanings(theirs)
    return sorted(name for name in names & one.keys() & other.keys() if one[name] != other[name])


def _meanings(source: Source) -> Mapping[str, tuple[str, ...]]:
    """The statements of the module's own level that bind each name, without the comments above them."""
    found: dict[str, tuple[str, ...]] = {}
    for statement in source.module.body:
        text = source.module.code_for_node(statement.with_changes(leading_lines=())).strip()
        for name in _bound(statement):
            found[name] = (*found.get(name, ()), text)
    return found | {name.bound: IMPORTED for each in existing_imports(source) for name in each.names}


def _bound(statement: Statement) -> tuple[str, ...]:
    return (statement.name.value,) if isinstance(statement, cst.ClassDef) else bound_names(statement)
