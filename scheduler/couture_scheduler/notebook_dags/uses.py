"""Which names a statement reads, sets and changes, by Python's scopes.

To *change* a name is to change the object that it stands for: ``rows.append(1)``, ``frame["x"] = 1``. Python does not
say which methods do that; a method whose value nobody uses does, by our rule, and so do those that are known to.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_CHANGING = re.compile(
    r"append|appendleft|extend|insert|remove|pop|popitem|popleft|clear|sort|reverse|update|add|discard|setdefault"
    r"|(partial_)?fit(_transform|_predict)?|set_\w+|load_state_dict|train|eval|step|backward|zero_grad|write(lines)?"
    r"|put|push|feed|load|commit|register\w*"
)
_SHUFFLES = re.compile(
    r"shuffle|heappush|heappop|heapify|insort(_left|_right)?|fill_diagonal|copyto|put|setattr|delattr"
)


@dataclass(slots=True)
class Uses:
    """What one statement (or several) does to names. ``sets`` are those that it surely sets, ``maybe`` those behind a
    condition. ``calls``: functions by name, with the names of what they get by position and by keyword."""

    reads: set[str] = field(default_factory=set)
    sets: set[str] = field(default_factory=set)
    maybe: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)
    deletes: set[str] = field(default_factory=set)
    passed_on: set[str] = field(default_factory=set)  # read other than to be called
    calls: list[tuple[str, dict[int | str, str]]] = field(default_factory=list)


def uses_of(statement: ast.stmt, *, is_last: bool = False) -> Uses:
    """What a top-level statement does. ``is_last``: the notebook shows its value, so somebody uses that."""
    reader = _Reader()
    reader.shown = statement.value if is_last and isinstance(statement, ast.Expr) else None
    reader.visit(statement)
    return reader.uses


def changed_parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[int | str]:
    """The parameters of a function whose objects it changes: their positions and their names."""
    reader = _Reader()
    for statement in function.body:
        reader.visit(statement)
    arguments = function.args
    ordered = [each.arg for each in [*arguments.posonlyargs, *arguments.args]]
    named = [*ordered, *(each.arg for each in arguments.kwonlyargs)]
    kept = reader.uses.changes - reader.uses.sets  # one that is set anew is another object
    found: set[int | str] = {name for name in named if name in kept}
    return found | {position for position, name in enumerate(ordered) if name in kept}


class _Reader(ast.NodeVisitor):
    """Collects into ``uses``; functions and comprehensions get a reader of their own."""

    def __init__(self) -> None:
        self.uses = Uses()
        self.shown: ast.expr | None = None
        self._globals: set[str] = set()
        self._depth = 0  # of conditions

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.uses.reads.add(node.id)
            self.uses.passed_on.add(node.id)
        elif isinstance(node.ctx, ast.Del):
            self.uses.deletes.add(node.id)
        else:
            self._set(node.id)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self._part_of(node, node.value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self._part_of(node, node.value)
        self.visit(node.slice)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.visit(node.value)
        if isinstance(node.target, ast.Name):
            self.uses.reads.add(node.target.id)
            self._set(node.target.id)
        else:
            self.visit(node.target)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.visit(node.annotation)
        if node.value is not None:
            self.visit(node.value)
            self.visit(node.target)

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit(node.value)  # before its targets
        for target in node.targets:
            self.visit(target)

    def visit_Expr(self, node: ast.Expr) -> None:
        value = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and node.value is not self.shown:
            self._change(value.func.value)
        self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        func = node.func
        if isinstance(func, ast.Name):
            self.uses.reads.add(func.id)
            self.uses.calls.append((func.id, _arguments(node)))
        else:
            self.visit(func)
        name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        if isinstance(func, ast.Attribute) and (_CHANGING.fullmatch(name) or _is_in_place(node)):
            self._change(func.value)
        if _SHUFFLES.fullmatch(name) and node.args:
            self._change(node.args[0])
        for each in [*node.args, *node.keywords]:
            self.visit(each)

    def visit_alias(self, node: ast.alias) -> None:
        self._set(node.asname or node.name.partition(".")[0])

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for each in [*node.decorator_list, *_defaults(node.args), *_annotations(node)]:
            self.visit(each)
        self._inner(node.args, node.body)
        self._set(node.name)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        for each in _defaults(node.args):
            self.visit(each)
        self._inner(node.args, [ast.Expr(node.body)])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for each in [*node.decorator_list, *node.bases, *node.keywords]:
            self.visit(each)
        self._inner(None, node.body)
        self._set(node.name)

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._comprehension(node.generators, node.elt)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._comprehension(node.generators, node.elt)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._comprehension(node.generators, node.key, node.value)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._comprehension(node.generators, node.elt)

    def _comprehension(self, generators: list[ast.comprehension], *values: ast.expr) -> None:
        inner = _Reader()
        for each in [*generators, *values]:
            inner.visit(each)
        self._take(inner, inner.uses.sets)

    def visit_Global(self, node: ast.Global) -> None:
        self._globals.update(node.names)

    def visit_If(self, node: ast.If) -> None:
        self.visit(node.test)
        self._maybe(node.body, node.orelse)

    def visit_While(self, node: ast.While) -> None:
        self.visit(node.test)
        self._maybe(node.body, node.orelse)

    def visit_For(self, node: ast.For) -> None:
        self.visit(node.iter)
        self._maybe([node.target, *node.body], node.orelse)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> None:
        self.visit(node.iter)
        self._maybe([node.target, *node.body], node.orelse)

    def visit_Try(self, node: ast.Try) -> None:
        self._maybe(node.body, node.orelse, node.handlers)
        for each in node.finalbody:
            self.visit(each)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        inner = _Reader()
        inner.generic_visit(node)
        self._take(inner, {node.name} if node.name else set())
        self.uses.maybe |= inner.uses.sets | inner.uses.maybe

    def visit_Match(self, node: ast.Match) -> None:
        self.visit(node.subject)
        self._maybe(node.cases)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        if node.name:
            self._set(node.name)
        self.generic_visit(node)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        if node.name:
            self._set(node.name)

    def _part_of(self, node: ast.Attribute | ast.Subscript, owner: ast.expr) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._change(owner)
        self.visit(owner)

    def _maybe(self, *bodies: Iterable[ast.AST]) -> None:
        self._depth += 1
        for body in bodies:
            for each in body:
                self.visit(each)
        self._depth -= 1

    def _set(self, name: str) -> None:
        (self.uses.maybe if self._depth else self.uses.sets).add(name)

    def _change(self, owner: ast.expr) -> None:
        name = root_of(owner)
        if name:
            self.uses.reads.add(name)
            self.uses.changes.add(name)

    def _inner(self, arguments: ast.arguments | None, body: Iterable[ast.stmt]) -> None:
        inner = _Reader()
        for each in body:
            inner.visit(each)
        own = _parameters(arguments) | inner.uses.sets | inner.uses.maybe | inner.uses.deletes
        self._take(inner, own - inner._globals)
        self.uses.maybe |= (inner.uses.sets | inner.uses.maybe) & inner._globals

    def _take(self, inner: _Reader, own: set[str]) -> None:
        """What an inner scope does to names that are not its own."""
        self.uses.reads |= inner.uses.reads - own
        self.uses.changes |= inner.uses.changes - own
        self.uses.passed_on |= inner.uses.passed_on - own
        self.uses.calls += [each for each in inner.uses.calls if each[0] not in own]


def root_of(node: ast.AST) -> str:
    """The name at the beginning of ``a.b[c].d``; empty when there is none."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _arguments(call: ast.Call) -> dict[int | str, str]:
    given: dict[int | str, str] = {at: root_of(each) for at, each in enumerate(call.args)}
    return given | {each.arg: root_of(each.value) for each in call.keywords if each.arg}


def _is_in_place(call: ast.Call) -> bool:
    for each in call.keywords:
        if each.arg == "inplace" and isinstance(each.value, ast.Constant):
            return bool(each.value.value)
    return False


def _defaults(arguments: ast.arguments) -> list[ast.expr]:
    return [*arguments.defaults, *(each for each in arguments.kw_defaults if each is not None)]


def _annotations(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    found = [each.annotation for each in _all(node.args)]
    return [each for each in [*found, node.returns] if each is not None]


def _all(arguments: ast.arguments) -> list[ast.arg]:
    more = [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *more]


def _parameters(arguments: ast.arguments | None) -> set[str]:
    return {each.arg for each in _all(arguments)} if arguments else set()
