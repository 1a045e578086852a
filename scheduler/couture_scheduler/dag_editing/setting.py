"""Arguments set and removed."""

from __future__ import annotations

import libcst as cst

from couture_scheduler.dag_editing.argument_edits import argument_removed, argument_set, decorator_argument_set
from couture_scheduler.dag_editing.changes import RemoveArgument, SetArgument
from couture_scheduler.dag_editing.checking import (
    Edited,
    Expected,
    checked,
    dag_named,
    editable,
    spliced,
    with_timedelta,
)
from couture_scheduler.dag_editing.connecting import argument_place
from couture_scheduler.dag_editing.reading import ReadDag, Reading
from couture_scheduler.dag_editing.required import is_empty, missing, needed
from couture_scheduler.dag_editing.values import ValueKind
from couture_scheduler.errors import InvalidInputError


def set_argument(reading: Reading, change: SetArgument) -> Edited:
    """An argument has this value."""
    if change.name in ("task_id", "group_id", "dag"):
        raise InvalidInputError.at("name", f"`{change.name}` is no argument to be set here: rename it instead.")
    own = needed(reading.nodes[change.node].operator) if change.node in reading.nodes else {}
    if change.name in own and is_empty(change.value):
        raise InvalidInputError.at("value", missing(own[change.name]))
    ready = with_timedelta(reading) if change.value.kind is ValueKind.DURATION else reading
    call, dag = _call(ready, change.node, change.dag)
    if call is None:
        assert dag is not None
        splices = decorator_argument_set(ready.source, dag, change.name, change.value)
    else:
        splices = argument_set(ready.source, call, change.name, change.value, _place(ready, change))
    return _with_arguments(reading, spliced(ready, splices), change)


def remove_argument(reading: Reading, change: RemoveArgument) -> Edited:
    """An argument has its default."""
    if change.name in ("task_id", "group_id", "dag_id", "dag"):
        raise InvalidInputError.at("name", f"The argument `{change.name}` is needed.")
    call, _ = _call(reading, change.node, change.dag)
    if call is None:
        raise InvalidInputError.at("name", f"There is no argument `{change.name}`.")
    _check_not_needed(reading, change)
    place = _place(reading, change)
    after = spliced(reading, argument_removed(reading.source, call, change.name, place))
    return _with_arguments(reading, after, change)


def _check_not_needed(reading: Reading, change: RemoveArgument) -> None:
    node = reading.nodes.get(change.node or "")
    own = needed(node.operator) if node else {}
    if change.name in own:
        raise InvalidInputError.at("name", missing(own[change.name]))
    parameters = node.definition.params.params if node and node.definition else ()
    if any(each.name.value == change.name and each.default is None for each in parameters):
        raise InvalidInputError.at("name", f"The function needs the argument `{change.name}`.")


def _place(reading: Reading, change: SetArgument | RemoveArgument) -> int | None:
    return argument_place(reading.nodes[change.node], change.name) if change.node is not None else None


def _call(reading: Reading, node: str | None, dag: str | None) -> tuple[cst.Call | None, ReadDag | None]:
    if node is not None:
        found = editable(reading, node)
        if found.call is None:
            raise InvalidInputError.at("node", "It takes no arguments.")
        return found.call, None
    if dag is None:
        raise InvalidInputError.at("node", "Say which task or DAG the argument belongs to.")
    made = dag_named(reading, dag)
    return made.call, made


def _with_arguments(before: Reading, after: Reading, change: SetArgument | RemoveArgument) -> Edited:
    """Arguments may carry data: dependencies into this very node may change, nothing else."""
    if isinstance(change, SetArgument) and change.dag is not None and change.name == "dag_id":
        return Edited(after.source.text, after)
    into = {edge for edge in {*before.edges()} ^ {*after.edges()} if edge[1] == change.node}
    new, gone = into & set(after.edges()), into - set(after.edges())
    for source, target in new:
        if after.comes_before(target, source):
            label = after.nodes[source].label
            raise InvalidInputError.at("value", f"{label} comes after this task: this would be a cycle.")
    checked(before, after, Expected(new_edges=new, gone_edges=gone))
    return Edited(after.source.text, after, (change.node,) if change.node is not None else ())
