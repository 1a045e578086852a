"""DAGs, tasks of operators and tasks of functions that are new in a file."""

from __future__ import annotations

from couture_scheduler.dag_editing import task_edits
from couture_scheduler.dag_editing.changes import AddDag, AddFunction, AddTask, Connect
from couture_scheduler.dag_editing.checking import (
    ID,
    Edited,
    Expected,
    check_id,
    checked,
    dag_named,
    editable,
    imported,
    node_named,
    spliced,
    with_timedelta,
)
from couture_scheduler.dag_editing.connecting import connect, output_of, with_variable
from couture_scheduler.dag_editing.nodes import prefix_in
from couture_scheduler.dag_editing.reading import DataLink, Kind, Reading, ReadNode
from couture_scheduler.dag_editing.required import check_given
from couture_scheduler.dag_editing.values import ValueKind, identifier, used_names
from couture_scheduler.errors import InvalidInputError


def add_dag(reading: Reading, change: AddDag) -> Edited:
    """A DAG more."""
    if not change.dag_id or not all(each.isalnum() or each in "-_." for each in change.dag_id):
        raise InvalidInputError.at("dag_id", f"An id has {ID}.")
    if change.dag_id in reading.dags:
        raise InvalidInputError.at("dag_id", f"There is a DAG {change.dag_id!r} in this file already.")
    with_import = imported(reading, "couture_jupyter", "DAG")
    after = spliced(with_import, task_edits.with_new_dag(with_import, change))
    checked(reading, after, Expected(new_dag=change.dag_id))
    return Edited(after.source.text, after)


def add_task(reading: Reading, change: AddTask) -> Edited:
    """A task more, with the import of its operator."""
    dag = dag_named(reading, change.dag)
    parent = node_named(reading, change.parent, "parent") if change.parent else None
    key = f"{prefix_in(reading, dag.key, parent.id if parent else None)}{change.task_id}"
    check_id(reading, change.dag, change.task_id, key, "task_id")
    check_given(change)
    ready = imported(reading, change.module, change.operator)
    if any(each.kind is ValueKind.DURATION for each in change.arguments.values()):
        ready = with_timedelta(ready)
    after = spliced(ready, task_edits.with_new_task(ready, change, ready.dags[dag.key]))
    new = next(iter(set(after.nodes) - set(reading.nodes)), key)
    data = {edge for edge, ways in after.edges().items() if new in edge and isinstance(ways[0], DataLink)}
    checked(reading, after, Expected(new_nodes={new}, new_edges=data))
    for each in change.after:
        if (each, new) not in after.edges():
            after = connect(after, Connect(each, new)).reading
    return Edited(after.source.text, after, (new,))


def add_function(reading: Reading, change: AddFunction) -> Edited:
    """A function under ``@task`` more, and the task that calls it."""
    dag = dag_named(reading, change.dag)
    if dag.needs_dag_argument:
        message = (
            "Functions become tasks in the block of `with DAG(…)` or under `@dag`. Write the DAG so in the text first."
        )
        raise InvalidInputError.at("dag", message)
    prefix = prefix_in(reading, dag.key, editable(reading, change.parent, "parent").id if change.parent else None)
    key = f"{prefix}{change.name}"
    _check_function_name(reading, change, key)
    ready = imported(reading, "couture_jupyter", "task")
    for each in change.values:
        if node_named(ready, each, "values").kind is not Kind.TASK:
            raise InvalidInputError.at("values", "Only tasks have values.")
        ready = with_variable(ready, each, "values")
    values = _arguments([ready.nodes[each] for each in change.values], ready)
    after = spliced(ready, task_edits.with_new_function(ready, change, ready.dags[dag.key], values))
    checked(reading, after, Expected(new_nodes={key}, new_edges={(each, key) for each in change.values}))
    for each in change.after:
        if (each, key) not in after.edges():
            after = connect(after, Connect(each, key)).reading
    return Edited(after.source.text, after, (key,))


def _check_function_name(reading: Reading, change: AddFunction, key: str) -> None:
    if identifier(change.name, reading.source) != change.name:
        is_used = change.name in used_names(reading.source)
        message = (
            f"The name `{change.name}` is used in this file already." if is_used else "A function has a name of Python."
        )
        raise InvalidInputError.at("name", message)
    check_id(reading, change.dag, change.name, key, "name")


def _arguments(nodes: list[ReadNode], reading: Reading) -> dict[str, str]:
    """The arguments of the new function, called like the tasks whose values they get."""
    found: dict[str, str] = {}
    for each in nodes:
        name = (each.task_id or each.label).rpartition(".")[2].removesuffix("_task")
        plain = "".join(letter if letter.isalnum() else "_" for letter in name).lstrip("0123456789_") or "value"
        name = plain if plain.isidentifier() and plain not in found else f"{plain}_{len(found) + 1}"
        found[name] = output_of(each)
    return found
