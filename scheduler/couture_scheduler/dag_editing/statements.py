"""Statements of a DAG file, from top to bottom: ``read`` is the way in. Nothing is run.

What a loop, a condition or an ordinary function makes is a node of code: its text is shown, its dependencies are drawn,
and it is changed in the text.
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from couture_scheduler.dag_editing.expressions import Expressions
from couture_scheduler.dag_editing.imports import existing_names
from couture_scheduler.dag_editing.literals import dotted, text_of
from couture_scheduler.dag_editing.meanings import (
    DagRef,
    GroupFunction,
    Maker,
    Many,
    Meaning,
    One,
    Scope,
    Spot,
    TaskFunction,
    Unknown,
    data_of,
    nodes_of,
)
from couture_scheduler.dag_editing.nodes import group_name
from couture_scheduler.dag_editing.opaque import Matters, bound_names
from couture_scheduler.dag_editing.reading import Arrow, DataLink, How, Item, Kind, Operand, ReadDag, Reading, Statement
from couture_scheduler.dag_editing.source import parse

IN_CODE = "It is set in code that the canvas cannot draw. Change it in the text."
IN_FUNCTION = "It stands in a function for task groups. Change it in the text."
REASONS: dict[type[cst.CSTNode], str] = {
    cst.For: "A loop makes it. Change it in the text.",
    cst.While: "A loop makes it. Change it in the text.",
    cst.If: "It depends on a condition. Change it in the text.",
    cst.Try: "It stands in a try block. Change it in the text.",
}
OTHER = "The canvas cannot draw this code. Change it in the text."


def read(text: str) -> Reading:
    """What the file says.

    Raises:
        InvalidInputError: it is no valid Python; the message names the line.
    """
    reading = Reading(parse(text))
    reader = Statements(reading)
    reader.block(reading.source.module.body, Scope(reading.source.module))
    reader.settle_variables()
    return reading


class Statements(Expressions):
    """Walks the statements of a file."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading)
        self._makers: set[str] = set()
        self._opened: list[GroupFunction] = []

    def makers(self) -> frozenset[str]:
        """Names of functions that make tasks: decorated ones too, when they are called in code."""
        return frozenset(self._makers)

    def block(self, body: Sequence[cst.CSTNode], scope: Scope) -> None:
        """All statements of a block."""
        for each in body:
            if isinstance(each, cst.SimpleStatementLine):
                for small in each.body:
                    self._small(small, each, scope)
            elif isinstance(each, cst.With):
                self._with(each, scope)
            elif isinstance(each, cst.FunctionDef):
                self._function(each, scope)
            elif isinstance(each, cst.BaseCompoundStatement) and not isinstance(each, cst.ClassDef):
                self._compound(each, scope)

    def _small(self, small: cst.BaseSmallStatement, line: cst.SimpleStatementLine, scope: Scope) -> None:
        if isinstance(small, cst.Import | cst.ImportFrom):
            self._import(small)
        elif isinstance(small, cst.Assign):
            self._assign([each.target for each in small.targets], small.value, line, scope)
        elif isinstance(small, cst.AnnAssign) and small.value is not None:
            self._assign([small.target], small.value, line, scope)
        elif isinstance(small, cst.Expr):
            self.meaning(small.value, Spot(line, scope, whole=small.value))
        elif isinstance(small, cst.Return) and small.value is not None:
            scope.returned.append(self.meaning(small.value, Spot(line, scope)))
        elif isinstance(small, cst.AugAssign):
            self._compound(line, scope)

    def _import(self, node: cst.Import | cst.ImportFrom) -> None:
        for each in existing_names(node):
            whole = f"{each.module}.{each.name}" if each.name else each.module if each.alias else each.bound
            self.reading.imported[each.bound] = whole

    def _assign(
        self, targets: Sequence[cst.BaseExpression], value: cst.BaseExpression,
        line: cst.SimpleStatementLine, scope: Scope,
    ) -> None:  # fmt: skip
        names = [each.value for each in targets if isinstance(each, cst.Name)]
        meaning = self.meaning(value, Spot(line, scope, value=value, target=names[0] if names else None))
        text = text_of(value)
        for name in names:
            if text is not None and len(names) == 1:
                self.constants[name] = text
            scope.names[name] = meaning if meaning not in (None, Many(())) else _unless_plain(value, line)
        for target in targets:
            if isinstance(target, cst.Tuple | cst.List):
                self._unpack(target, meaning, scope)

    def _unpack(self, target: cst.Tuple | cst.List, meaning: Meaning | None, scope: Scope) -> None:
        several = meaning.items if isinstance(meaning, Many) and len(meaning.items) == len(target.elements) else None
        for place, each in enumerate(target.elements):
            if isinstance(each.value, cst.Name):
                scope.names[each.value.value] = several[place] if several else meaning

    # with

    def _with(self, node: cst.With, scope: Scope) -> None:
        inner: Scope | None = scope.inside(node.body)
        for item in node.items:
            inner = self._entered(item, node, inner) if inner is not None else None
        if inner is None:
            self._compound(node, scope)
        else:
            self.block(node.body.body, inner)

    def _entered(self, item: cst.WithItem, node: cst.With, scope: Scope) -> Scope | None:
        """The scope of the block, if the item is a DAG or a task group."""
        name = item.asname.name.value if item.asname and isinstance(item.asname.name, cst.Name) else None
        last = self.resolved(dotted(item.item.func)).rpartition(".")[2] if isinstance(item.item, cst.Call) else ""
        if isinstance(item.item, cst.Name):
            meaning = scope.look_up(item.item.value)
        elif last in ("DAG", "TaskGroup"):
            line = cst.SimpleStatementLine([])
            meaning = self._made(last, item.item, node, Spot(line, scope, value=item.item, target=name))
        else:
            return None
        if name is not None and meaning is not None:
            scope.names[name] = meaning
        if isinstance(meaning, DagRef):
            return scope.inside(node.body, dag=meaning.key)
        if isinstance(meaning, One) and self.reading.nodes[meaning.id].kind is Kind.GROUP:
            self.reading.nodes[meaning.id].body = node.body
            return scope.inside(node.body, dag=self.reading.nodes[meaning.id].dag, group=meaning.id)
        return None

    def _made(self, last: str, call: cst.BaseExpression, node: cst.With, spot: Spot) -> Meaning | None:
        assert isinstance(call, cst.Call)
        meaning = self._known(last, call, spot)
        if isinstance(meaning, DagRef):
            dag = self.reading.dags[meaning.key]
            dag.statement, dag.body = node, node.body
        elif isinstance(meaning, One):
            self.reading.nodes[meaning.id].statement = node
        return meaning

    # Functions

    def _function(self, node: cst.FunctionDef, scope: Scope) -> None:
        name = node.name.value
        for decorator in node.decorators:
            called = decorator.decorator.func if isinstance(decorator.decorator, cst.Call) else decorator.decorator
            kind, _, rest = dotted(called).partition(".")
            last = self.resolved(kind).rpartition(".")[2]
            if last == "dag":
                scope.names[name] = self._dag_function(node, decorator, scope)
                return
            if last == "task_group":
                scope.names[name] = GroupFunction(node, decorator)
                return
            if last in ("task", "setup", "teardown"):
                self._makers.add(name)
                scope.names[name] = TaskFunction(node, decorator, f"@task.{rest}" if rest else f"@{last}")
                if last == "task":
                    return
        if not isinstance(scope.names.get(name), TaskFunction):
            self._plain_function(node, scope)

    def _plain_function(self, node: cst.FunctionDef, scope: Scope) -> None:
        visitor = Matters(lambda name: isinstance(scope.look_up(name), TaskFunction | Maker), self.makers())
        node.body.visit(visitor)
        scope.names.pop(node.name.value, None)
        if visitor.makes_tasks or visitor.makes_dags:
            self._makers.add(node.name.value)
            scope.names[node.name.value] = Maker(node.name.value, visitor.makes_dags)
        if visitor.makes_dags:
            self.note_outside(node, f"The function {node.name.value} makes DAGs. Change it in the text.")

    def _dag_function(self, node: cst.FunctionDef, decorator: cst.Decorator, scope: Scope) -> DagRef:
        call = decorator.decorator if isinstance(decorator.decorator, cst.Call) else None
        given = next(
            (arg for arg in (call.args if call else ()) if not arg.keyword or arg.keyword.value == "dag_id"), None
        )
        dag_id = text_of(given.value, self.constants) if given else node.name.value
        made = self.add_dag(ReadDag("", dag_id, call, node, node.body, None, node, decorator))
        self.block(node.body.body, scope.function(node.body, made.key, None))
        return made

    def group_call(self, made: GroupFunction, node: cst.Call, spot: Spot, reason: str = "") -> Meaning | None:
        """The group with the tasks of the function; they are changed in the text, for each call makes its own."""
        if any(each.function is made.function for each in self._opened):
            return self.code_of(spot.line, spot, OTHER)
        group = self.add_group(group_name(made, self.constants), spot.line, node, spot)
        if group is None:
            return None
        self.reading.nodes[group.id].reason = reason or IN_FUNCTION
        inside = spot.scope.function(made.function.body, spot.scope.dag, group.id, IN_FUNCTION)
        for parameter, arg in zip(made.function.params.params, node.args, strict=False):
            name = arg.keyword.value if arg.keyword else parameter.name.value
            inside.names[name] = Many(tuple(One(each, True) for each in self._data_in(arg.value, spot)))
        self._opened.append(made)
        self.block(made.function.body.body, inside)
        self._opened.pop()
        returned = next((each for each in inside.returned if each is not None), None)
        return returned if returned is not None and list(nodes_of(returned)) else group

    # Code

    def _compound(self, node: Statement, scope: Scope) -> None:
        """A loop, a condition, …: a node of code if it has to do with tasks."""
        self._imports_in(node)
        visitor = Matters(lambda name: isinstance(scope.look_up(name), TaskFunction | Maker), self.makers())
        node.visit(visitor)
        names = bound_names(node)
        if visitor.makes_dags and scope.dag is None:
            self.note_outside(node, REASONS.get(type(node), OTHER))
            return
        touched = any(list(nodes_of(scope.look_up(name))) for name in _names_in(node))
        if not visitor.makes_tasks and not (visitor.connects and touched):
            return
        code = self._code(node, scope, REASONS.get(type(node), OTHER))
        if code is not None:
            self._arrows_in(visitor.connects, names, code, scope)
        for name in names:
            scope.names[name] = code

    def code_of(self, statement: Statement, spot: Spot, reason: str) -> One | None:
        """The node of a statement that is shown as code, and the data that flows into it."""
        return self._code(statement, spot.scope, reason or OTHER)

    def _code(self, node: Statement, scope: Scope, reason: str) -> One | None:
        names = _names_in(node)
        meanings = [scope.look_up(name) for name in names]
        dags = [each.key for each in meanings if isinstance(each, DagRef)]
        dags += [self.reading.nodes[each].dag for meaning in meanings for each in nodes_of(meaning)]
        code = self.add_code(node, scope, scope.dag or next(iter(dags), None), reason)
        if code is not None:
            self._data_into(code, node, names, scope)
        return code

    def _data_into(self, code: One, node: Statement, names: Sequence[str], scope: Scope) -> None:
        sources = [each for name in names for each in data_of(scope.look_up(name))]
        for found in _outputs_in(node):
            sources += nodes_of(scope.look_up(found))
        for each in dict.fromkeys(sources):
            if each != code.id and all((link.source, link.target) != (each, code.id) for link in self.reading.data):
                self.reading.data.append(DataLink(each, code.id, node))

    def _arrows_in(self, found: Sequence[cst.BaseExpression], names: Sequence[str], code: One, scope: Scope) -> None:
        for expression in found:
            parts = _parts(expression)
            operands = []
            for part in parts:
                ids = [each for name in _names_in(part) for each in nodes_of(scope.look_up(name))]
                inside = not ids or any(name in names for name in _names_in(part))
                operands.append(
                    Operand(part, (Item(part, tuple(dict.fromkeys([*ids, *([code.id] if inside else [])]))),))
                )
            if len(operands) > 1:
                forward = _directions(expression, len(operands) - 1)
                self.reading.arrows.append(Arrow(How.CROSS, expression, tuple(operands), forward, None, IN_CODE))

    def _imports_in(self, node: cst.CSTNode) -> None:
        for each in node.children:
            if isinstance(each, cst.Import | cst.ImportFrom):
                self._import(each)
            elif isinstance(each, cst.BaseSuite | cst.BaseStatement):
                self._imports_in(each)


def _unless_plain(value: cst.BaseExpression, line: cst.SimpleStatementLine) -> Unknown | None:
    """A value that may be a task: not a literal."""
    return Unknown(line) if isinstance(value, cst.Call | cst.Subscript | cst.Attribute | cst.IfExp) else None


def _names_in(node: cst.CSTNode) -> tuple[str, ...]:
    found: dict[str, None] = {}

    class Names(cst.CSTVisitor):
        def visit_Name(self, node: cst.Name) -> None:  # noqa: N802 - libcst's name
            found[node.value] = None

    node.visit(Names())
    return tuple(found)


def _outputs_in(node: cst.CSTNode) -> tuple[str, ...]:
    found: dict[str, None] = {}

    class Outputs(cst.CSTVisitor):
        def visit_Attribute(self, node: cst.Attribute) -> None:  # noqa: N802 - libcst's name
            if node.attr.value == "output" and isinstance(node.value, cst.Name):
                found[node.value.value] = None

    node.visit(Outputs())
    return tuple(found)


def _parts(node: cst.BaseExpression) -> list[cst.BaseExpression]:
    if isinstance(node, cst.BinaryOperation):
        last = node.left.right if isinstance(node.left, cst.BinaryOperation) else node.left
        return [last, node.right]
    assert isinstance(node, cst.Call)
    values = [arg.value for arg in node.args]
    return [node.func.value, *values[:1]] if isinstance(node.func, cst.Attribute) else values


def _directions(node: cst.BaseExpression, number: int) -> tuple[bool, ...]:
    if isinstance(node, cst.BinaryOperation):
        return (isinstance(node.operator, cst.RightShift),)
    is_back = isinstance(node, cst.Call) and dotted(node.func).endswith("set_upstream")
    return (not is_back,) * number
