"""Code that is not drawn: what it binds, and whether it has anything to do with tasks."""

from __future__ import annotations

import re
from collections.abc import Callable

import libcst as cst

from couture_scheduler.dag_editing.literals import dotted

OPERATOR = re.compile(r"(Operator|Sensor)(Async)?$")
METHODS = ("set_upstream", "set_downstream")
CHAINS = ("chain", "chain_linear", "cross_downstream")
FILLING = ("append", "extend", "insert", "add", "update", "setdefault")


def is_operator_name(name: str) -> bool:
    """Whether a class of this name makes a task."""
    return bool(OPERATOR.search(name))


def makes_task(call: cst.Call) -> bool:
    """Whether the call looks like the making of a task: an operator's name, or a class that is given a ``task_id``."""
    name = dotted(call.func).rpartition(".")[2]
    if isinstance(call.func, cst.Attribute) and call.func.attr.value in ("partial", "expand", "expand_kwargs"):
        return isinstance(call.func.value, cst.Name) and is_operator_name(call.func.value.value)
    given = any(each.keyword is not None and each.keyword.value == "task_id" for each in call.args)
    return is_operator_name(name) or (given and name[:1].isupper())


class Matters(cst.CSTVisitor):
    """Looks for what makes tasks or sets dependencies; ``is_task_name``: whether a name is bound to something drawn."""

    def __init__(self, is_task_name: Callable[[str], bool], makers: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.is_task_name = is_task_name
        self.makers = makers
        self.makes_tasks = False
        self.makes_dags = False
        self.connects: list[cst.BaseExpression] = []

    def visit_Call(self, node: cst.Call) -> None:  # noqa: N802 - libcst's name
        name = dotted(node.func).rpartition(".")[2]
        self.makes_dags = self.makes_dags or name == "DAG"
        self.makes_tasks = self.makes_tasks or makes_task(node) or name in (*self.makers, "TaskGroup")
        if name in (*METHODS, *CHAINS):
            self.connects.append(node)

    def visit_Decorator(self, node: cst.Decorator) -> None:  # noqa: N802 - libcst's name
        called = node.decorator.func if isinstance(node.decorator, cst.Call) else node.decorator
        self.makes_dags = self.makes_dags or dotted(called) == "dag"

    def visit_BinaryOperation(self, node: cst.BinaryOperation) -> bool:  # noqa: N802 - libcst's name
        if isinstance(node.operator, cst.RightShift | cst.LeftShift):
            self.connects.append(node)
        return True

    def visit_Name(self, node: cst.Name) -> None:  # noqa: N802 - libcst's name
        if node.value in self.makers and self.is_task_name(node.value):
            self.makes_tasks = True

    @property
    def matters(self) -> bool:
        """Whether anything was found."""
        return self.makes_tasks or self.makes_dags or bool(self.connects)


class Bound(cst.CSTVisitor):
    """Gathers the names that code binds or fills."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, None] = {}

    def _note(self, node: cst.CSTNode) -> None:
        if isinstance(node, cst.Name):
            self.names[node.value] = None
        elif isinstance(node, cst.Tuple | cst.List):
            for each in node.elements:
                self._note(each.value)
        elif isinstance(node, cst.Subscript):
            self._note(node.value)

    def visit_AssignTarget(self, node: cst.AssignTarget) -> None:  # noqa: N802 - libcst's name
        self._note(node.target)

    def visit_AnnAssign(self, node: cst.AnnAssign) -> None:  # noqa: N802 - libcst's name
        self._note(node.target)

    def visit_AugAssign(self, node: cst.AugAssign) -> None:  # noqa: N802 - libcst's name
        self._note(node.target)

    def visit_For(self, node: cst.For) -> None:  # noqa: N802 - libcst's name
        self._note(node.target)

    def visit_AsName(self, node: cst.AsName) -> None:  # noqa: N802 - libcst's name
        self._note(node.name)

    def visit_Call(self, node: cst.Call) -> None:  # noqa: N802 - libcst's name
        if isinstance(node.func, cst.Attribute) and node.func.attr.value in FILLING:
            self._note(node.func.value)

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:  # noqa: N802 - libcst's name
        self._note(node.name)
        return False

    def visit_Lambda(self, node: cst.Lambda) -> bool:  # noqa: N802 - libcst's name
        return False


def bound_names(node: cst.CSTNode) -> tuple[str, ...]:
    """The names that this code binds or fills, functions' insides left out."""
    visitor = Bound()
    node.visit(visitor)
    return tuple(visitor.names)
