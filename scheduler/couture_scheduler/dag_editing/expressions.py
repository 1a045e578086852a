"""Expressions of a DAG file: what they make, connect and stand for. Nothing is run."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from couture_scheduler.dag_editing.literals import dotted, keyword, positional, text_of
from couture_scheduler.dag_editing.meanings import (
    DagRef,
    GroupFunction,
    LabelRef,
    Maker,
    Many,
    Meaning,
    One,
    Spot,
    TaskFunction,
    Unknown,
    data_of,
    nodes_of,
)
from couture_scheduler.dag_editing.nodes import MAPPED, Nodes
from couture_scheduler.dag_editing.opaque import CHAINS, METHODS, Matters, makes_task
from couture_scheduler.dag_editing.reading import Arrow, DataLink, How, Item, Operand, ReadDag, Statement

NESTED = "It is set inside another expression. Change it in the text."
NOT_TEMPLATED = ("dag", "task_group", "task_id", "python_callable")


class Expressions(Nodes):
    """Evaluates expressions: ``meaning`` is the only way in."""

    def meaning(self, node: cst.BaseExpression, spot: Spot) -> Meaning | None:
        """What the expression stands for; tasks and dependencies in it are noted on the way."""
        if isinstance(node, cst.Name):
            return spot.scope.look_up(node.value)
        if isinstance(node, cst.List | cst.Tuple):
            return Many(tuple(self.meaning(each.value, spot) for each in node.elements))
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.RightShift | cst.LeftShift):
            return self._shift(node, spot)
        if isinstance(node, cst.Call):
            return self._call(node, spot)
        if isinstance(node, cst.Subscript | cst.Attribute):
            return self._part(node, spot)
        return self.not_understood(node, spot)

    def _part(self, node: cst.Subscript | cst.Attribute, spot: Spot) -> Meaning | None:
        base = self.meaning(node.value, spot)
        if isinstance(node, cst.Attribute):
            return One(base.id, is_data=True) if isinstance(base, One) and node.attr.value == "output" else None
        if isinstance(base, Many):
            index = node.slice[0].slice
            plain = isinstance(index, cst.Index) and isinstance(index.value, cst.Integer)
            place = int(index.value.value) if plain else -1  # type: ignore[attr-defined]
            return base.items[place] if 0 <= place < len(base.items) else base
        return base if isinstance(base, One) else None

    # Calls

    def _call(self, node: cst.Call, spot: Spot) -> Meaning | None:
        if isinstance(node.func, cst.Name):
            known = spot.scope.look_up(node.func.value)
            if known is not None:
                return self._call_of(known, node, spot)
        elif isinstance(node.func, cst.Call):
            made = self._function_of(node.func, spot)
            return self._call_of(made, node, spot) if made is not None else self.not_understood(node, spot)
        elif isinstance(node.func, cst.Attribute):
            found = self._method(node.func, node, spot)
            if found is not None:
                return found
        name = self.resolved(dotted(node.func))
        module, _, last = name.rpartition(".")
        if last in ("DAG", "Label", "XComArg", "TaskGroup", "setup", "teardown", *CHAINS):
            return self._known(last, node, spot)
        if makes_task(node):
            made = self.add_operator(node, spot, last or dotted(node.func), module)
            self._note_data(made, node.args, spot)
            return made
        return self.not_understood(node, spot)

    def _call_of(self, known: Meaning, node: cst.Call, spot: Spot) -> Meaning | None:
        if isinstance(known, TaskFunction):
            made = self.add_task_function(known, node, spot)
            self._note_data(made, (*known.fixed, *node.args), spot)
            return made
        if isinstance(known, GroupFunction):
            return self.group_call(known, node, spot)
        if isinstance(known, DagRef):
            return known
        return self.not_understood(node, spot)

    def _known(self, name: str, node: cst.Call, spot: Spot) -> Meaning | None:
        first = node.args[0].value if node.args else None
        if name == "DAG":
            return self._dag(node, spot)
        if name == "TaskGroup":
            given = keyword(node, "group_id") or positional(node, 0)
            return self.add_group(self._label(given, "TaskGroup"), spot.line, node, spot)
        if name == "Label":
            return LabelRef(self._label(node.args[0] if node.args else None, ""))
        if name in CHAINS:
            return self._chain(name, node, spot)
        found = self.meaning(first, spot) if first is not None else None
        return One(found.id, is_data=True) if isinstance(found, One) and name == "XComArg" else found

    def _label(self, given: cst.Arg | None, otherwise: str) -> str:
        if given is None:
            return otherwise
        return text_of(given.value, self.constants) or self.reading.source.code(given.value)

    def _dag(self, node: cst.Call, spot: Spot) -> DagRef:
        given = keyword(node, "dag_id") or positional(node, 0)
        dag_id = text_of(given.value, self.constants) if given else None
        dag = ReadDag("", dag_id, node, spot.line, self.reading.source.module, spot.target)
        return self.add_dag(dag)

    def _method(self, func: cst.Attribute, node: cst.Call, spot: Spot) -> Meaning | None:
        name = func.attr.value
        if name in ("expand", "expand_kwargs", "partial", "override"):
            return self._mapped(name, func.value, node, spot)
        if name in METHODS:
            return self._set(name, func.value, node, spot)
        if name in ("as_setup", "as_teardown"):
            base = self.meaning(func.value, spot)
            for arg in node.args:
                for each in nodes_of(self.meaning(arg.value, spot)) if isinstance(base, One) else ():
                    self.reading.data.append(DataLink(each, base.id, arg))  # type: ignore[union-attr]
            return base
        return None

    def _mapped(self, name: str, base: cst.BaseExpression, node: cst.Call, spot: Spot) -> Meaning | None:
        function = self._function_of(base, spot)
        if isinstance(function, GroupFunction):
            if name == "override":
                return GroupFunction(function.function, function.decorator, node)
            return self.group_call(function, node, spot, MAPPED if name.startswith("expand") else "")
        if isinstance(function, TaskFunction):
            return self._mapped_function(name, function, node, spot)
        if name.startswith("expand") and isinstance(base, cst.Call) and isinstance(base.func, cst.Attribute):
            module, _, operator = self.resolved(dotted(base.func.value)).rpartition(".")
            made = self.add_operator(base, spot, operator, module, MAPPED)
            self._note_data(made, (*base.args, *node.args), spot)
            return made
        return None

    def _function_of(self, base: cst.BaseExpression, spot: Spot) -> Meaning | None:
        if isinstance(base, cst.Call) and isinstance(base.func, cst.Attribute):
            known = base.func.attr.value in ("override", "partial")
            return self._mapped(base.func.attr.value, base.func.value, base, spot) if known else None
        return spot.scope.look_up(base.value) if isinstance(base, cst.Name) else None

    def _mapped_function(self, name: str, made: TaskFunction, node: cst.Call, spot: Spot) -> Meaning | None:
        if name == "override":
            return TaskFunction(made.function, made.decorator, made.operator, node, made.fixed)
        if name == "partial":
            return TaskFunction(made.function, made.decorator, made.operator, made.override, tuple(node.args))
        task = self.add_task_function(made, node, spot, MAPPED)
        self._note_data(task, (*made.fixed, *node.args), spot)
        return task

    def group_call(self, made: GroupFunction, node: cst.Call, spot: Spot, reason: str = "") -> Meaning | None:
        """A call of a function under ``@task_group``."""
        raise NotImplementedError

    def _note_data(self, task: One | None, args: Sequence[cst.Arg], spot: Spot) -> None:
        for arg in args:
            if task is None or (arg.keyword is not None and arg.keyword.value in NOT_TEMPLATED):
                continue
            for source in dict.fromkeys(self._data_in(arg.value, spot)):
                self.reading.data.append(DataLink(source, task.id, arg))

    def _data_in(self, node: cst.BaseExpression, spot: Spot) -> list[str]:
        if isinstance(node, cst.Dict):
            values = [each.value for each in node.elements]
            return [found for each in values for found in self._data_in(each, spot)]
        if isinstance(node, cst.SimpleString | cst.Integer | cst.Float):
            return []
        return list(data_of(self.meaning(node, Spot(spot.line, spot.scope))))

    # Dependencies

    def _shift(self, node: cst.BinaryOperation, spot: Spot) -> Meaning | None:
        parts: list[cst.BaseExpression] = []
        forward: list[bool] = []
        left: cst.BaseExpression = node
        is_first = True
        while isinstance(left, cst.BinaryOperation) and isinstance(left.operator, cst.RightShift | cst.LeftShift):
            if left.lpar and not is_first:
                break
            parts.insert(0, left.right)
            forward.insert(0, isinstance(left.operator, cst.RightShift))
            left, is_first = left.left, False
        operands = [self._operand(each, spot) for each in (left, *parts)]
        if not any(each.ids for each in operands):
            return self.not_understood(node, spot)
        self._add_arrow(How.SHIFT, node, operands, forward, spot)
        return Many(tuple(One(each) for each in operands[-1].ids))

    def _chain(self, name: str, node: cst.Call, spot: Spot) -> Meaning:
        operands = [each for arg in node.args for each in self._chained(arg, spot)]
        if any(arg.star or arg.keyword for arg in node.args):
            spot = Spot(spot.line, spot.scope)  # its parts have no places of their own
        how = How.CHAIN if name == "chain" else How.CROSS
        self._add_arrow(how, node, operands, [True] * (len(operands) - 1), spot)
        return Many(())

    def _chained(self, arg: cst.Arg, spot: Spot) -> list[Operand]:
        if not arg.star:
            return [self._operand(arg.value, spot)]
        found = self.meaning(arg.value, Spot(spot.line, spot.scope))
        several = found.items if isinstance(found, Many) else (found,)
        return [Operand(arg.value, (Item(arg.value, tuple(nodes_of(each))),)) for each in several]

    def _set(self, name: str, base: cst.BaseExpression, node: cst.Call, spot: Spot) -> Meaning | None:
        if not node.args:
            return None
        operands = [self._operand(base, spot), self._operand(node.args[0].value, spot)]
        self._add_arrow(How.METHOD, node, operands, [name == "set_downstream"], spot)
        return Many(())

    def _add_arrow(
        self, how: How, node: cst.BaseExpression, operands: Sequence[Operand], forward: Sequence[bool], spot: Spot
    ) -> None:
        if len(operands) < 2:
            return
        alone = spot.whole is node and len(spot.line.body) == 1
        reason = spot.scope.reason or ("" if alone else NESTED)
        statement = spot.line if not reason else None
        self.reading.arrows.append(Arrow(how, node, tuple(operands), tuple(forward), statement, reason))

    def _operand(self, node: cst.BaseExpression, spot: Spot) -> Operand:
        inner = Spot(spot.line, spot.scope)
        if isinstance(node, cst.List | cst.Tuple):
            items = [Item(each.value, self._connected(each.value, inner)) for each in node.elements]
            return Operand(node, tuple(items), is_list=True)
        found = self.meaning(node, inner)
        if isinstance(found, LabelRef):
            return Operand(node, (), label=found.text)
        return Operand(node, (Item(node, self._connected(node, inner, found)),))

    def _connected(self, node: cst.BaseExpression, spot: Spot, found: Meaning | None = None) -> tuple[str, ...]:
        found = found if found is not None else self.meaning(node, spot)
        if isinstance(found, Unknown):
            found = self.code_of(found.statement, spot, "What this makes is not known before it runs.")
        if isinstance(found, Many):
            unknown = [each for each in found.items if isinstance(each, Unknown)]
            extra = tuple(self.code_of(each.statement, spot, "") for each in unknown)
            found = Many((*found.items, *extra))
        return tuple(dict.fromkeys(nodes_of(found)))

    # What is not understood

    def not_understood(self, node: cst.BaseExpression, spot: Spot) -> Meaning | None:
        """An expression of no known form: a node of code if tasks are made in it; the data that its arguments carry."""
        visitor = Matters(lambda name: isinstance(spot.scope.look_up(name), TaskFunction | Maker), self.makers())
        node.visit(visitor)
        name = dotted(node.func) if isinstance(node, cst.Call) else ""
        maker = spot.scope.look_up(name) if name else None
        if isinstance(maker, Maker) and maker.makes_dags:
            return None  # its definition was noted
        if visitor.makes_tasks:
            made = f"Made by the function {name}." if isinstance(maker, Maker) else "It makes tasks in code."
            return self.code_of(spot.line, spot, f"{made} Change it in the text.")
        if isinstance(node, cst.Call):
            return Many(tuple(One(each, True) for arg in node.args for each in self._data_in(arg.value, spot)))
        return None

    def code_of(self, statement: Statement, spot: Spot, reason: str) -> One | None:
        """The node of a statement that is shown as code."""
        raise NotImplementedError

    def makers(self) -> frozenset[str]:
        """Names of functions that make tasks."""
        raise NotImplementedError

    def resolved(self, name: str) -> str:
        """The dotted name with what its first part was imported as."""
        first, dot, rest = name.partition(".")
        return self.reading.imported.get(first, first) + dot + rest
