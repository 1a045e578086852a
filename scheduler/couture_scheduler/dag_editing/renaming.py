"""Other ids and variables, and what names them."""

from __future__ import annotations

import keyword
from collections.abc import Mapping

from couture_scheduler.dag_editing import task_edits
from couture_scheduler.dag_editing.changes import Rename
from couture_scheduler.dag_editing.checking import (
    Edited,
    Expected,
    Note,
    check_id,
    checked,
    editable,
    moved_ids,
    spliced,
)
from couture_scheduler.dag_editing.connecting import with_variable
from couture_scheduler.dag_editing.nodes import prefix_in
from couture_scheduler.dag_editing.reading import Reading, ReadNode
from couture_scheduler.dag_editing.references import reference_splices
from couture_scheduler.dag_editing.source import Splice
from couture_scheduler.dag_editing.values import used_names
from couture_scheduler.errors import InvalidInputError


def rename(reading: Reading, change: Rename) -> Edited:
    """The id, its variable if that is wanted, and the places that pull its XComs by its id."""
    node = editable(reading, change.node)
    prefix = prefix_in(reading, node.dag, node.parent)
    key = f"{prefix}{change.name}"
    ids: Mapping[str, str] = {}
    after = reading
    if key != node.id:
        check_id(reading, node.dag, change.name, key, "name")
        ids = moved_ids(reading, {}, {node.id: change.name})
        # Places before and after differ by what is spliced in: all at once.
        splices = [*task_edits.renamed(reading, change, node), *reference_splices(reading, ids)]
        after = spliced(reading, _once(splices))
        checked(reading, after, Expected(renamed=ids))
    if change.variable_name is not None:
        after = _with_variable_named(after, ids.get(node.id, node.id), change.variable_name)
    return Edited(after.source.text, after, (ids.get(node.id, node.id),), _notes(after, node, ids))


def _once(splices: list[Splice]) -> list[Splice]:
    """A task's own id is no reference to it: what is replaced twice is replaced once."""
    return list({(each.start, each.end): each for each in splices}.values())


def _with_variable_named(reading: Reading, node_id: str, name: str) -> Reading:
    node = reading.nodes[node_id]
    if name == node.variable:
        return reading
    if not name.isidentifier() or keyword.iskeyword(name):
        message = "A variable has letters, digits and `_`, begins with no digit, and is no word of Python."
        raise InvalidInputError.at("variable_name", message)
    if name in used_names(reading.source):
        raise InvalidInputError.at("variable_name", f"The name `{name}` is used in this file already.")
    if node.variable is None:
        return checked(reading, with_variable(reading, node_id, "variable_name", name), Expected())
    splices = [Splice(*reading.source.span(each), name) for each in task_edits.occurrences(reading.source, node)]
    return checked(reading, spliced(reading, splices), Expected())


def _notes(reading: Reading, node: ReadNode, ids: Mapping[str, str]) -> tuple[Note, ...]:
    """Texts that still say the old id: nobody knows whether they mean the task."""
    old = node.task_id if ids else None
    found = task_edits.texts_equal_to(reading.source, old) if old else []
    return tuple(Note(line, f"The text “{old}” still stands in line {line}.") for line in found)
