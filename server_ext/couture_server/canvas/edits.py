"""Bodies of edits as the changes that ``dag_editing`` knows."""

from __future__ import annotations

from collections.abc import Mapping

from couture_scheduler.dag_editing import changes
from couture_scheduler.dag_editing.values import Value, ValueKind

from couture_server.canvas import bodies


def change_of(edit: bodies.Edit) -> changes.Change:
    """The change that an edit asks for."""
    if isinstance(edit, bodies.SetArgumentEdit):
        return changes.SetArgument(edit.name, _value(edit.value), edit.node, edit.dag)
    if isinstance(edit, bodies.RemoveArgumentEdit):
        return changes.RemoveArgument(edit.name, edit.node, edit.dag)
    if isinstance(edit, bodies.ConnectEdit):
        return changes.Connect(edit.source, edit.target, edit.argument)
    if isinstance(edit, bodies.DisconnectEdit):
        return changes.Disconnect(edit.source, edit.target)
    if isinstance(edit, bodies.RenameEdit):
        return changes.Rename(edit.node, edit.name, edit.variable, edit.variable_name)
    if isinstance(edit, bodies.DeleteEdit):
        return changes.DeleteNodes(tuple(edit.nodes), edit.mend)
    return _group_change(edit) or _addition(edit)


def _group_change(edit: bodies.Edit) -> changes.Change | None:
    if isinstance(edit, bodies.GroupEdit):
        return changes.GroupNodes(tuple(edit.nodes), edit.group_id)
    if isinstance(edit, bodies.MoveEdit):
        return changes.MoveNodes(tuple(edit.nodes), edit.parent)
    return changes.UngroupNodes(edit.node) if isinstance(edit, bodies.UngroupEdit) else None


def _addition(edit: bodies.Edit) -> changes.Change:
    if isinstance(edit, bodies.AddTaskEdit):
        arguments = _values(edit.arguments)
        after = tuple(edit.after)
        return changes.AddTask(edit.dag, edit.operator, edit.module, edit.task_id, arguments, edit.parent, after)
    if isinstance(edit, bodies.AddFunctionEdit):
        return changes.AddFunction(edit.dag, edit.name, tuple(edit.values), edit.parent, tuple(edit.after))
    if isinstance(edit, bodies.PasteEdit):
        return changes.PasteNodes(edit.dag, edit.source, tuple(edit.nodes), edit.parent)
    assert isinstance(edit, bodies.AddDagEdit)
    return changes.AddDag(edit.dag_id, _values(edit.arguments))


def _values(given: Mapping[str, bodies.GivenValue]) -> dict[str, Value]:
    return {name: _value(each) for name, each in given.items()}


def _value(given: bodies.GivenValue) -> Value:
    return Value(ValueKind(given.kind), given.code, given.value)
