"""Which names a cell needs from elsewhere, and which it makes: found by reading it, without running it.

The cell is walked in the order in which it runs. A name is *read* when the cell uses it before it has certainly made
it itself; after a branch or a loop that may have made it, it is only *perhaps* read. What stands in a function is
looked up when the function is called: for it everything counts that the cell makes anywhere.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from couture_jupyter.magics.changing_calls import changed_by, looked_into, names_in, root

VALUE, IMPORT, DEFINITION = "value", "import", "definition"


@dataclass(frozen=True, slots=True)
class CellNames:
    """What a cell reads and makes.

    Attributes:
        reads: names that must come from elsewhere.
        may_read: names that come from elsewhere unless the cell has made them on its way.
        values: names that hold a value when the cell has run.
        changed: names from elsewhere whose value the cell changes in place (``frame["x"] = 1``, ``rows.append(2)``).
        imports: the import statement for each name that the cell imports.
        definitions: functions and classes.
        star_imports: modules of which everything was imported, with the line.
    """

    reads: frozenset[str] = frozenset()
    may_read: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    imports: dict[str, str] = field(default_factory=dict)
    definitions: frozenset[str] = frozenset()
    star_imports: tuple[tuple[str, int], ...] = ()


def names_of(source: str) -> CellNames:
    """The names of a cell. Raises ``SyntaxError``."""
    walk = _Walk()
    walk.run(ast.parse(source).body)
    return walk.result()


class _Walk(ast.NodeVisitor):
    def __init__(self) -> None:
        self.bound: set[str] = set()  # certainly made by now
        self.maybe: set[str] = set()  # perhaps made by now
        self.reads: set[str] = set()
        self.may_read: set[str] = set()
        self.kinds: dict[str, str] = {}
        self.imports: dict[str, str] = {}
        self.stars: list[tuple[str, int]] = []
        self.later: set[str] = set()  # looked up when a function is called
        self.changed: set[str] = set()
        self.parts_of: dict[str, set[str]] = {}  # what a name was taken out of

    def run(self, body: Iterable[ast.AST]) -> None:
        for each in body:
            self.visit(each)

    def result(self) -> CellNames:
        made = self.bound | self.maybe
        reads = self.reads | (self.later - made)
        kinds = {name: kind for name, kind in self.kinds.items() if name in made}
        return CellNames(
            frozenset(reads),
            frozenset((self.may_read | (self.later & self.maybe - self.bound)) - reads),
            frozenset(name for name, kind in kinds.items() if kind == VALUE),
            frozenset(self.changed - set(kinds)),
            {name: self.imports[name] for name, kind in kinds.items() if kind == IMPORT},
            frozenset(name for name, kind in kinds.items() if kind == DEFINITION),
            tuple(self.stars),
        )

    def read(self, name: str) -> None:
        if name in self.bound:
            return
        (self.may_read if name in self.maybe else self.reads).add(name)

    def bind(self, name: str, kind: str = VALUE) -> None:
        self.bound.add(name)
        self.kinds[name] = kind

    def change(self, name: str | None) -> None:
        """The value of a name is changed in place, and so is what it was taken out of."""
        left, seen = {name} - {None}, set[str | None]()
        while left:
            each = left.pop()
            seen.add(each)
            left |= self.parts_of.get(str(each), set()) - seen
        self.changed |= {str(each) for each in seen if each not in self.bound}

    def take(self, targets: Iterable[ast.AST], whole: ast.AST) -> None:
        """What is bound to the targets is ``whole``, or stands in it."""
        wholes = set(looked_into(whole))
        for target in targets:
            for name in names_in(target):
                self.parts_of[name] = wholes - {name}

    # Names and what assigns

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.read(node.id)
        elif isinstance(node.ctx, ast.Store):
            self.bind(node.id)
        else:
            self.bound.discard(node.id)
            self.maybe.discard(node.id)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self._part(node, node.ctx)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self._part(node, node.ctx)

    def _part(self, node: ast.Attribute | ast.Subscript, context: ast.expr_context) -> None:
        """A part of a thing: who writes it changes the thing."""
        self.generic_visit(node)
        if not isinstance(context, ast.Load):
            self.change(root(node))

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        self.change(changed_by(node))

    def visit_Assign(self, node: ast.Assign) -> None:
        self.run([node.value, *node.targets])
        self.take(node.targets, node.value)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.read(node.target.id)
        self.run([node.value, node.target])

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.visit(node.annotation)
        if node.value is not None:
            self.run([node.value, node.target])
            self.take([node.target], node.value)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.run([node.value, node.target])

    def visit_Import(self, node: ast.Import) -> None:
        for each in node.names:
            name = each.asname or each.name.partition(".")[0]
            self.bind(name, IMPORT)
            self.imports[name] = f"import {each.name}" + (f" as {each.asname}" if each.asname else "")

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = "." * node.level + (node.module or "")
        for each in node.names:
            if each.name == "*":
                self.stars.append((module, node.lineno))
                continue
            name = each.asname or each.name
            self.bind(name, IMPORT)
            self.imports[name] = f"from {module} import {each.name}" + (f" as {each.asname}" if each.asname else "")

    # Branches and loops

    def visit_If(self, node: ast.If) -> None:
        self.visit(node.test)
        self._branches([node.body, node.orelse])

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        self.take([node.target], node.iter)
        self._branches([[node.target, *node.body], node.orelse])

    visit_AsyncFor = visit_For  # noqa: N815 - named after the syntax

    def visit_While(self, node: ast.While) -> None:
        self.visit(node.test)
        self._branches([node.body, node.orelse])

    def visit_Match(self, node: ast.Match) -> None:
        self.visit(node.subject)
        bodies: list[list[ast.AST]] = [[case.pattern, *filter(None, [case.guard]), *case.body] for case in node.cases]
        self._branches([*bodies, []])

    def visit_MatchAs(self, node: ast.MatchAs | ast.MatchStar) -> None:
        self.generic_visit(node)
        if node.name:
            self.bind(node.name)

    visit_MatchStar = visit_MatchAs  # noqa: N815 - named after the syntax

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self.generic_visit(node)
        if node.rest:
            self.bind(node.rest)

    def visit_Try(self, node: ast.Try | ast.TryStar) -> None:
        whole = [*node.body, *node.orelse]
        before = set(self.bound)
        ends = [handler for handler in node.handlers if not isinstance(handler.body[-1], ast.Raise)]
        self.run(whole)
        done, made = set(self.bound), self.bound - before
        for handler in node.handlers:
            self.bound = set(before)
            self.maybe |= made
            self._handler(handler)
            done = done & self.bound if handler in ends else done
            self.maybe |= self.bound
        self.bound = done
        self.maybe |= made - done
        self.run(node.finalbody)

    visit_TryStar = visit_Try  # noqa: N815 - named after the syntax

    def _handler(self, handler: ast.ExceptHandler) -> None:
        if handler.type is not None:
            self.visit(handler.type)
        with self._own_names([handler.name] if handler.name else []):
            self.run(handler.body)

    def _branches(self, bodies: Iterable[Iterable[ast.AST]]) -> None:
        """One of these runs: certain is what all of them make."""
        before, ends = set(self.bound), []
        for body in bodies:
            self.bound = set(before)
            self.run(body)
            ends.append(set(self.bound))
        self.bound = set.intersection(*ends)
        self.maybe |= set.union(*ends) - self.bound

    # What has names of its own

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.run(node.decorator_list)
        self._signature(node.args)
        if node.returns is not None:
            self.visit(node.returns)
        self.later |= self._free_names(node.args, node.body)
        self.bind(node.name, DEFINITION)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - named after the syntax

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._signature(node.args)
        for name in self._free_names(node.args, [node.body]):  # most are called at once
            self.read(name)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.run([*node.decorator_list, *node.bases, *(each.value for each in node.keywords)])
        with self._own_names([]):
            self.run(node.body)
        self.bind(node.name, DEFINITION)

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        with self._own_names([]):
            for each in node.generators:
                self.take([each.target], each.iter)
                self.run([each.iter, each.target, *each.ifs])
            self.run([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])
        for inner in ast.walk(node):
            if isinstance(inner, ast.NamedExpr):  # it belongs to the cell
                self.bind(inner.target.id)

    visit_SetComp = visit_GeneratorExp = visit_DictComp = visit_ListComp  # noqa: N815 - named after the syntax

    def _signature(self, arguments: ast.arguments) -> None:
        given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        notes = [each.annotation for each in given if each.annotation is not None]
        self.run([*arguments.defaults, *filter(None, arguments.kw_defaults), *notes])

    @contextmanager
    def _own_names(self, names: Iterable[str]) -> Iterator[None]:
        """What is made inside is forgotten afterwards."""
        before = set(self.bound), set(self.maybe), dict(self.kinds), dict(self.imports)
        self.bound |= set(names)
        yield
        self.bound, self.maybe, self.kinds, self.imports = before

    def _free_names(self, arguments: ast.arguments, body: Iterable[ast.AST]) -> set[str]:
        """Names that a function looks up outside of itself; it is taken to be called, so what it changes is changed."""
        inner = _Walk()
        everything = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        parameters = {each.arg for each in [*everything, *filter(None, [arguments.vararg, arguments.kwarg])]}
        inner.bound |= parameters
        inner.run(body)
        local = parameters | set(inner.kinds)
        for name in inner.changed - local:
            self.change(name)
        return (inner.reads | inner.may_read | inner.later) - local
