"""The nodes of a reading, made while it is read: their ids, their DAG and group."""

from __future__ import annotations

from itertools import count

import libcst as cst

from couture_scheduler.dag_editing.literals import keyword, positional, text_of
from couture_scheduler.dag_editing.meanings import DagRef, GroupFunction, One, Scope, Spot, TaskFunction
from couture_scheduler.dag_editing.reading import Kind, Outside, ReadDag, Reading, ReadNode, Statement

MAPPED = "It is mapped with expand(): how often it runs is decided when it runs. Change it in the text."
SECOND = "Another task has the same id. Change it in the text."


class Nodes:
    """Makes the DAGs and nodes of a reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.constants: dict[str, str] = {}
        self.bound: list[tuple[str, str, Scope]] = []
        self._codes: dict[int, str] = {}

    def add_dag(self, dag: ReadDag) -> DagRef:
        """The DAG under a key of its own."""
        dag.key = _free(dag.dag_id or "dag", self.reading.dags)
        self.reading.dags[dag.key] = dag
        return DagRef(dag.key)

    def dag_of(self, call: cst.Call, scope: Scope) -> str | None:
        """The DAG that a task of this call belongs to."""
        given = keyword(call, "dag")
        if given is not None and isinstance(given.value, cst.Name):
            meaning = scope.look_up(given.value.value)
            if isinstance(meaning, DagRef):
                return meaning.key
        group = self.group_of(call, scope)
        return self.reading.nodes[group].dag if group else scope.dag

    def group_of(self, call: cst.Call | None, scope: Scope) -> str | None:
        """The task group that a task of this call belongs to."""
        given = keyword(call, "task_group", "parent_group")
        if given is not None and isinstance(given.value, cst.Name):
            meaning = scope.look_up(given.value.value)
            if isinstance(meaning, One) and self.reading.nodes[meaning.id].kind is Kind.GROUP:
                return meaning.id
        return scope.group

    def add_operator(self, call: cst.Call, spot: Spot, operator: str, module: str, reason: str = "") -> One | None:
        """The task of an operator's call; nothing where no DAG is to be found."""
        dag = self.dag_of(call, spot.scope)
        if dag is None:
            self.note_outside(spot.line, f"This {operator} belongs to no DAG of the file.")
            return None
        given = keyword(call, "task_id") or positional(call, 0)
        task_id = text_of(given.value if given else None, self.constants)
        label = task_id or (self.reading.source.code(given.value) if given else operator)
        group = self.group_of(call, spot.scope)
        key = self._key(dag, group, task_id or self._numbered(dag, group, "unnamed"))
        reason = reason or spot.scope.reason or (SECOND if key in self.reading.nodes else "")
        node = ReadNode(_free(key, self.reading.nodes), Kind.TASK, dag, group, label, spot.line, call)
        node.call, node.operator, node.module, node.task_id, node.reason = call, operator, module, task_id, reason
        return self.add(node, spot)

    def add_task_function(self, made: TaskFunction, call: cst.Call, spot: Spot, reason: str = "") -> One | None:
        """The task that a call of a decorated function makes."""
        dag = spot.scope.dag
        if dag is None:
            self.note_outside(spot.line, f"The task {made.function.name.value} belongs to no DAG of the file.")
            return None
        options = made.decorator.decorator if isinstance(made.decorator.decorator, cst.Call) else None
        given = keyword(made.override, "task_id") or keyword(options, "task_id")
        name = (text_of(given.value, self.constants) if given else None) or made.function.name.value
        group = self.group_of(made.override or options, spot.scope)
        task_id = self._numbered(dag, group, name)
        key = self._key(dag, group, task_id)
        node = ReadNode(key, Kind.TASK, dag, group, task_id, spot.line, call)
        node.call, node.operator, node.task_id = call, made.operator, task_id
        node.module = "couture_jupyter.task"
        node.reason, node.function = reason or spot.scope.reason, made.function.name.value
        node.definition = made.function
        made_id = self.add(node, spot)
        return One(made_id.id, is_data=True)

    def add_group(self, name: str, statement: Statement, call: cst.Call | None, spot: Spot) -> One | None:
        """A task group."""
        dag = self.dag_of(call, spot.scope) if call else spot.scope.dag
        if dag is None:
            self.note_outside(statement, f"The task group {name} belongs to no DAG of the file.")
            return None
        parent = self.group_of(call, spot.scope)
        key = self._key(dag, parent, self._numbered(dag, parent, name))
        node = ReadNode(key, Kind.GROUP, dag, parent, name, statement, call or statement)
        node.call, node.operator, node.task_id, node.reason = call, "TaskGroup", name, spot.scope.reason
        return self.add(node, spot)

    def add_code(self, statement: Statement, scope: Scope, dag: str | None, reason: str) -> One | None:
        """The node of code that cannot be drawn; one for each statement."""
        found = self._codes.get(id(statement))
        if found:
            return One(found)
        if dag is None:
            self.note_outside(statement, reason)
            return None
        number = next(n for n in count(1) if f"{dag}/code:{n}" not in self.reading.nodes)
        start, end = self.reading.source.span(statement)
        label = self.reading.source.text[start:end].split("\n", 1)[0].strip().rstrip(":")
        key = f"{dag}/code:{number}"
        group = scope.group if scope.dag == dag else None
        self.reading.nodes[key] = ReadNode(
            key, Kind.CODE, dag, group, label, statement, statement, reason=scope.reason or reason
        )
        self._codes[id(statement)] = key
        return One(key)

    def note_outside(self, statement: Statement, reason: str) -> None:
        """Code that no DAG can show."""
        if all(each.statement is not statement for each in self.reading.outside):
            self.reading.outside.append(Outside(statement, reason))

    def add(self, node: ReadNode, spot: Spot) -> One:
        """The node under its id; the variable that it is bound to is checked when all is read."""
        self.reading.nodes[node.id] = node
        if spot.target is not None and node.node is spot.value:
            self.bound.append((node.id, spot.target, spot.scope))
        return One(node.id)

    def settle_variables(self) -> None:
        """Of a node that a name stands for until the end, that name is its variable."""
        for node_id, name, scope in self.bound:
            meaning = scope.look_up(name)
            if isinstance(meaning, One) and meaning.id == node_id:
                self.reading.nodes[node_id].variable = name

    def _key(self, dag: str, group: str | None, name: str) -> str:
        return f"{prefix_in(self.reading, dag, group)}{name}"

    def _numbered(self, dag: str, group: str | None, name: str) -> str:
        names = (name, *(f"{name}__{number}" for number in range(1, 10_000)))
        return next(each for each in names if self._key(dag, group, each) not in self.reading.nodes)


def prefix_in(reading: Reading, dag: str, group: str | None) -> str:
    """What the ids of a DAG's nodes begin with, in a group or outside of all."""
    if group is None:
        return f"{dag}/"
    prefix = keyword(reading.nodes[group].call, "prefix_group_id")
    is_plain = prefix is not None and reading.source.code(prefix.value) == "False"
    return f"{dag}/" if is_plain else f"{group}."


def group_name(made: GroupFunction, constants: dict[str, str]) -> str:
    """The id of the group that a decorated function makes."""
    options = made.decorator.decorator if isinstance(made.decorator.decorator, cst.Call) else None
    given = keyword(made.override, "group_id") or keyword(options, "group_id")
    return (text_of(given.value, constants) if given else None) or made.function.name.value


def _free(key: str, taken: dict[str, object] | dict[str, ReadDag] | dict[str, ReadNode]) -> str:
    names = (key, *(f"{key}#{number}" for number in range(2, 10_000)))
    return next(each for each in names if each not in taken)
