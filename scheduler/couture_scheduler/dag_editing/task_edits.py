"""Tasks added, deleted and renamed."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst
from libcst.metadata import MetadataWrapper, ScopeProvider

from couture_scheduler.dag_editing import lines
from couture_scheduler.dag_editing.argument_edits import argument_set
from couture_scheduler.dag_editing.changes import AddDag, AddFunction, AddTask, Rename
from couture_scheduler.dag_editing.literals import keyword, positional
from couture_scheduler.dag_editing.reading import Kind, ReadDag, Reading, ReadNode
from couture_scheduler.dag_editing.source import Source, Splice
from couture_scheduler.dag_editing.values import Value, ValueKind, identifier, quoted, written
from couture_scheduler.errors import InvalidInputError


def with_new_dag(reading: Reading, change: AddDag) -> list[Splice]:
    """A ``with`` block for a DAG at the end of the file."""
    source = reading.source
    given = {"dag_id": Value(ValueKind.STRING, value=change.dag_id), **change.arguments}
    arguments = [(name, written(source, each, ("arguments", name))) for name, each in given.items()]
    after = f" as {identifier('dag', source)}:"
    rows = lines.call(local_name(reading, "DAG"), arguments, "with ", after, source.indent)
    before = source.newline if source.text.strip() else ""
    splice = lines.appended(source, source.module, [*rows, f"{source.indent}pass"])
    return [Splice(splice.start, splice.end, before + splice.text)]


def with_new_task(reading: Reading, change: AddTask, dag: ReadDag) -> list[Splice]:
    """A statement for the task behind the last one of its block."""
    source = reading.source
    variable = identifier(change.task_id, source)
    given = {"task_id": Value(ValueKind.STRING, value=change.task_id), **change.arguments}
    arguments = [(name, written(source, each, ("arguments", name))) for name, each in given.items()]
    if dag.needs_dag_argument:
        arguments.append(("dag", dag_variable(dag)))
    rows = lines.call(local_name(reading, change.operator), arguments, f"{variable} = ", "", source.indent)
    return [_placed(reading, change, dag, rows)]


def local_name(reading: Reading, name: str) -> str:
    """What the file calls a thing that it has imported, perhaps under another name."""
    for bound, whole in reading.imported.items():
        top, _, last = whole.partition(".")[0], *whole.rpartition(".")[1:]
        if last == name and top in ("airflow", "couture_jupyter"):
            return bound
    return name


def with_new_function(reading: Reading, change: AddFunction, dag: ReadDag, values: Mapping[str, str]) -> list[Splice]:
    """A function under ``@task`` and its call. ``values``: what is passed, by the names of its arguments."""
    source = reading.source
    variable = identifier(f"{change.name}_task", source)
    rows = [
        f"@{local_name(reading, 'task')}",
        f"def {change.name}({', '.join(values)}):",
        f"{source.indent}...  # Write here what the task does; what it returns is its value.",
        "",
        f"{variable} = {change.name}({', '.join(values.values())})",
    ]
    block = block_for(reading, change.parent, dag)
    is_first = len(block.body) == 1 and lines.is_pass(block.body[0])
    return [_placed(reading, change, dag, rows if is_first else ["", *rows])]


def dag_variable(dag: ReadDag) -> str:
    """What the file calls the DAG."""
    if dag.variable is None:
        raise InvalidInputError.at("dag", f"The DAG {dag.key} has no variable. Give it one in the text first.")
    return dag.variable


def _placed(reading: Reading, change: AddTask | AddFunction, dag: ReadDag, rows: list[str]) -> Splice:
    source = reading.source
    block = block_for(reading, change.parent, dag)
    statements = [
        each.statement for each in reading.nodes.values() if each.dag == dag.key and each.kind is not Kind.CODE
    ]
    here = [each for each in block.body if any(holds(source, each, made) for made in statements)]
    if here:
        return lines.inserted_after(source, here[-1], rows)
    if isinstance(block, cst.Module):
        return lines.inserted_after(source, dag.statement, rows)
    return lines.appended(source, block, rows)


def block_for(reading: Reading, parent: str | None, dag: ReadDag) -> cst.BaseSuite | cst.Module:
    """The block that the tasks of a group stand in; without one those of the DAG."""
    if parent is None:
        return dag.body
    group = reading.nodes[parent]
    if group.body is None:
        raise InvalidInputError.at("parent", group.reason or "The group has no block of its own. Add it in the text.")
    return group.body


def holds(source: Source, outer: cst.CSTNode, inner: cst.CSTNode) -> bool:
    """Whether a statement stands in another one, or is it."""
    (start, end), (first, last) = source.span(outer), source.span(inner)
    return start <= first and last <= end


# Deleting


def without_definition(reading: Reading, node: ReadNode) -> list[Splice]:
    """The statement that makes the node is gone. Refused when something else needs it."""
    source, statement = reading.source, node.statement
    if isinstance(statement, cst.SimpleStatementLine):
        check_alone(source, statement, node)
    if node.variable is not None:
        check_unused(source, node)
    return [lines.gone(source, statement)]


def check_unused(source: Source, node: ReadNode) -> None:
    """A variable that is used outside of the node's own statement is needed."""
    uses = _uses(source, node)
    if uses:
        where = ", ".join(str(source.line_of(source.span(each)[0])) for each in uses)
        message = f"Its variable `{node.variable}` is used elsewhere (line {where}). Change that in the text first."
        raise InvalidInputError.at("node", message)


def check_alone(source: Source, statement: cst.SimpleStatementLine, node: ReadNode, field: str = "node") -> None:
    """A statement that makes this task and does nothing else."""
    only = statement.body[0]
    value = only.value if isinstance(only, cst.Assign | cst.AnnAssign | cst.Expr) else None
    if len(statement.body) > 1 or value is not node.node:
        line = source.line_of(source.span(statement)[0])
        raise InvalidInputError.at(field, f"Line {line} does more than making this task. Change it in the text.")


def _uses(source: Source, node: ReadNode) -> list[cst.CSTNode]:
    start, end = source.span(node.statement)
    names = occurrences(source, node)
    return [each for each in names if not start <= source.span(each)[0] < end]


def occurrences(source: Source, node: ReadNode) -> list[cst.Name]:
    """Every name that stands for the node's variable, its binding too."""
    wrapper = MetadataWrapper(source.module, unsafe_skip_copy=True)
    scopes = wrapper.resolve(ScopeProvider)
    inside = next(scopes[each] for each in _names(node.statement, node.variable) if each in scopes)
    assert inside is not None
    assert node.variable is not None
    found: dict[int, cst.Name] = {}
    for assignment in inside[node.variable]:
        bound = getattr(assignment, "node", None)
        names = [bound, *(access.node for access in assignment.references)]
        for each in names:
            for name in _names(each, node.variable)[:1]:
                found[id(name)] = name
    return sorted(found.values(), key=lambda each: source.span(each))


def _names(node: cst.CSTNode | None, value: str | None) -> list[cst.Name]:
    if node is None:
        return []
    if isinstance(node, cst.Name):
        return [node] if node.value == value else []
    return [name for each in node.children for name in _names(each, value)]


# Renaming


def renamed(reading: Reading, change: Rename, node: ReadNode) -> list[Splice]:
    """The id in its place; the variable and all its uses, if that is wanted."""
    splices = id_set(reading, node, change.name)
    if change.variable and node.variable is not None:
        source = reading.source
        fresh = _fresh_variable(source, node, change.name)
        splices += [Splice(*source.span(each), fresh) for each in occurrences(source, node)] if fresh else []
    return splices


def _fresh_variable(source: Source, node: ReadNode, name: str) -> str | None:
    if identifier(name, source) == node.variable or name == node.variable:
        return None
    return identifier(name, source)


def id_set(reading: Reading, node: ReadNode, name: str) -> list[Splice]:
    """Another id where the node is made."""
    given = keyword(node.call, "task_id", "group_id") or positional(node.call, 0)
    if node.function:
        return _function_id_set(reading, node, name)
    if given is None or not isinstance(given.value, cst.SimpleString):
        raise InvalidInputError.at("name", "Its id is worked out by code. Change it in the text.")
    return [Splice(*reading.source.span(given.value), quoted(name, _quote(given.value)))]


def _quote(literal: cst.SimpleString) -> str:
    return literal.quote[0]


def _function_id_set(reading: Reading, node: ReadNode, name: str) -> list[Splice]:
    """The id of a decorated function's task stands in ``override``, unless it is the function's own name."""
    assert node.call is not None
    source, func = reading.source, node.call.func
    is_override = isinstance(func, cst.Call)
    given = keyword(func if isinstance(func, cst.Call) else None, "task_id")
    if given is not None and isinstance(func, cst.Call) and isinstance(func.func, cst.Attribute):
        if name == node.function and len(func.args) == 1:
            return [Splice(source.whole(func.func.value)[1], source.whole(func)[1], "")]
        return [Splice(*source.span(given.value), quoted(name, '"'))]
    value = Value(ValueKind.STRING, value=name)
    if is_override:
        assert isinstance(func, cst.Call)
        return argument_set(source, func, "task_id", value)
    end = source.whole(func)[1]
    return [Splice(end, end, f".override(task_id={written(source, value, ('name',))})")]


def texts_equal_to(source: Source, text: str) -> list[int]:
    """The lines with a string of exactly this text."""
    found: list[int] = []
    waiting: list[cst.CSTNode] = [source.module]
    while waiting:
        node = waiting.pop()
        if isinstance(node, cst.SimpleString) and node.evaluated_value == text:
            found.append(source.line_of(source.span(node)[0]))
        waiting.extend(node.children)
    return sorted(found)
