"""Task groups: made of tasks, filled, and dissolved."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from couture_scheduler.dag_editing import lines, relocation, task_edits
from couture_scheduler.dag_editing.changes import Connect, GroupNodes, MoveNodes, UngroupNodes
from couture_scheduler.dag_editing.checking import (
    Edges,
    Edited,
    Expected,
    check_id,
    checked,
    dag_named,
    editable,
    holders,
    imported,
    moved_ids,
    node_named,
    spliced,
)
from couture_scheduler.dag_editing.connecting import connect, without_arrows
from couture_scheduler.dag_editing.literals import keyword
from couture_scheduler.dag_editing.nodes import prefix_in
from couture_scheduler.dag_editing.reading import Kind, ReadDag, Reading, ReadNode, Statement
from couture_scheduler.dag_editing.references import reference_splices
from couture_scheduler.dag_editing.source import Splice
from couture_scheduler.dag_editing.values import preferred_quote, quoted
from couture_scheduler.errors import InvalidInputError

OTHERS = "The tasks of a group stand together: choose tasks of the same group."


def group(reading: Reading, change: GroupNodes) -> Edited:
    """A new group around tasks and groups, where the first of them stands; if that cannot be, where the last stands."""
    ready = imported(reading, "couture_jupyter", "TaskGroup")
    chosen = chosen_nodes(ready, change.nodes)
    dag, parent = dag_named(ready, chosen[0].dag), chosen[0].parent
    if any((each.dag, each.parent) != (dag.key, parent) for each in chosen):
        raise InvalidInputError.at("nodes", OTHERS)
    key = f"{prefix_in(ready, dag.key, parent)}{change.group_id}"
    check_id(ready, dag.key, change.group_id, key, "group_id")
    after = _grouped(ready, change, [each.statement for each in chosen], dag)
    inside = {each.id: key for each in chosen}
    ids = moved_ids(ready, inside, new_prefix={key: f"{key}."})
    after = spliced(after, reference_splices(after, ids))
    checked(ready, after, Expected(new_nodes={key}, renamed=ids, parents=inside))
    return Edited(after.source.text, after, (key,))


def _grouped(reading: Reading, change: GroupNodes, statements: list[Statement], dag: ReadDag) -> Reading:
    source = reading.source
    if len({id(source.block_of(each)) for each in statements}) > 1:
        raise InvalidInputError.at("nodes", OTHERS)
    indent = source.indent_of(statements[0])
    arguments = f"group_id={quoted(change.group_id, preferred_quote(source))}"
    if dag.needs_dag_argument and source.block_of(statements[0]) is source.module:
        arguments += f", dag={task_edits.dag_variable(dag)}"
    called = task_edits.local_name(reading, "TaskGroup")
    head = f"{indent}with {called}({arguments}):{source.newline}"
    first, last = (lines.extent(source, each)[0] for each in (statements[0], statements[-1]))
    try:
        splices = relocation.moved(reading, statements, first, indent + source.indent, head)
    except InvalidInputError:
        if first == last:
            raise
        splices = relocation.moved(reading, statements, last, indent + source.indent, head)
    return spliced(reading, splices)


def chosen_nodes(reading: Reading, nodes: Sequence[str]) -> list[ReadNode]:
    """The nodes in the order of the file, those left out whose group is chosen, too; all can be moved."""
    if not nodes:
        raise InvalidInputError.at("nodes", "Choose tasks first.")
    wanted = {node_named(reading, each, "nodes").id for each in nodes}
    found = [each for each in reading.nodes.values() if each.id in wanted and not _has_holder(reading, each, wanted)]
    for each in found:
        editable(reading, each.id, "nodes")
        if isinstance(each.statement, cst.SimpleStatementLine):
            task_edits.check_alone(reading.source, each.statement, each, "nodes")
        elif len(getattr(each.statement, "items", ())) != 1:
            raise InvalidInputError.at("nodes", f"{each.label} is opened together with others. Change it in the text.")
        if keyword(each.call, "task_group", "parent_group") is not None and not each.function:
            raise InvalidInputError.at("nodes", f"{each.label} names its group as an argument. Change it in the text.")
    return sorted(found, key=lambda each: reading.source.span(each.statement))


def _has_holder(reading: Reading, node: ReadNode, wanted: set[str]) -> bool:
    return any(each in wanted for each in holders(reading, node.parent))


# Into another group


def move(reading: Reading, change: MoveNodes) -> Edited:
    """Tasks and groups go to the end of a group, or out of all groups."""
    chosen = [each for each in chosen_nodes(reading, change.nodes) if each.parent != change.parent]
    if not chosen:
        return Edited(reading.source.text, reading, change.nodes)
    dag = dag_named(reading, chosen[0].dag)
    if any(each.dag != dag.key for each in chosen):
        raise InvalidInputError.at("nodes", "Tasks of two DAGs cannot be moved together.")
    _check_target(reading, change, chosen)
    inside: dict[str, str | None] = {each.id: change.parent for each in chosen}
    ids = moved_ids(reading, inside)
    for each in chosen:
        own = ids.get(each.id, each.id)
        if own != each.id and own in reading.nodes and own not in inside:
            message = f"There is a task or group {own.rpartition('.')[2].rpartition('/')[2]!r} there already."
            raise InvalidInputError.at("parent", message)
    after = _moved(reading, [each.statement for each in chosen], change.parent, dag)
    after = spliced(after, reference_splices(after, ids))
    checked(reading, after, Expected(renamed=ids, parents=inside))
    return Edited(after.source.text, after, tuple(ids.get(each.id, each.id) for each in chosen))


def _check_target(reading: Reading, change: MoveNodes, chosen: Sequence[ReadNode]) -> None:
    around = holders(reading, change.parent)
    if change.parent is not None:
        editable(reading, change.parent, "parent")
        if reading.nodes[change.parent].kind is not Kind.GROUP:
            raise InvalidInputError.at("parent", "Tasks go into groups, not into tasks.")
    for each in chosen:
        if each.id in around:
            raise InvalidInputError.at("parent", f"The group {each.label} cannot go into itself.")
        for one, other in reading.edges():
            if each.id in (one, other) and {one, other} & set(around):
                label = reading.nodes[one if one != each.id else other].label
                message = f"{each.label} and the group {label} depend on each other. Take that dependency away first."
                raise InvalidInputError.at("parent", message)


def _moved(reading: Reading, statements: list[Statement], parent: str | None, dag: ReadDag) -> Reading:
    source = reading.source
    block = task_edits.block_for(reading, parent, dag)
    if isinstance(block, cst.Module):
        top = next(each for each in block.body if task_edits.holds(source, each, statements[-1]))
        return spliced(reading, relocation.moved(reading, statements, source.after_statement(top), ""))
    if not isinstance(block, cst.IndentedBlock):
        raise InvalidInputError.at(
            "parent", "The block stands on one line. Give it lines of its own in the text first."
        )
    indent = source.indent_of(block.body[0])
    if len(block.body) == 1 and lines.is_pass(block.body[0]):
        start, end = lines.extent(source, block.body[0])
        only = Splice(start, end, "")
        return spliced(reading, [*relocation.moved(reading, statements, start, indent), only])
    if parent is None:
        # Out of a group: right behind it, for what comes later may need the task.
        holder = next(each for each in block.body if task_edits.holds(source, each, statements[-1]))
        return spliced(reading, relocation.moved(reading, statements, source.after_statement(holder), indent))
    try:
        return spliced(reading, relocation.moved(reading, statements, source.after_statement(block.body[-1]), indent))
    except InvalidInputError:
        first = lines.extent(source, block.body[0])[0]
        return spliced(reading, relocation.moved(reading, statements, first, indent))


# Dissolved


def ungroup(reading: Reading, change: UngroupNodes) -> Edited:
    """The group is gone, its tasks stay; what came before or after it comes before or after its first or last tasks."""
    node = editable(reading, change.node)
    _check_dissolvable(reading, node)
    members = [each.id for each in reading.nodes.values() if each.parent == node.id]
    ids = moved_ids(reading, dict.fromkeys(members, node.parent))
    for each in members:
        if ids.get(each, each) != each and ids[each] in reading.nodes:
            label = reading.nodes[each].label
            raise InvalidInputError.at("node", f"There is a task or group {label!r} outside of the group. Rename one.")
    edges = {edge for edge in reading.edges() if node.id in edge}
    wanted = _through(reading, node.id, edges)
    after = without_arrows(reading, node.id, mend=False)
    after = spliced(after, _dissolved(after, after.nodes[node.id]))
    for source, target in sorted({(ids.get(one, one), ids.get(two, two)) for one, two in wanted} - set(after.edges())):
        after = connect(after, Connect(source, target)).reading
    after = spliced(after, reference_splices(after, ids))
    parents = dict.fromkeys(members, node.parent)
    new = {(ids.get(one, one), ids.get(two, two)) for one, two in wanted}
    checked(reading, after, Expected(gone={node.id}, renamed=ids, parents=parents, new_edges=new, gone_edges=edges))
    return Edited(after.source.text, after, tuple(ids.get(each, each) for each in members))


def _check_dissolvable(reading: Reading, node: ReadNode) -> None:
    if node.kind is not Kind.GROUP or not isinstance(node.statement, cst.With) or len(node.statement.items) != 1:
        raise InvalidInputError.at("node", f"{node.label} is no group with a block of its own.")
    if keyword(node.call, "default_args") is not None:
        message = f"The default_args of {node.label} count for its tasks. Change it in the text."
        raise InvalidInputError.at("node", message)


def _through(reading: Reading, group: str, edges: Edges) -> Edges:
    """The dependencies that the group's own ones mean for its first and last tasks."""
    members = [each.id for each in reading.nodes.values() if each.parent == group]
    inner = {edge for edge in reading.edges() if edge[0] in members and edge[1] in members}
    first = [each for each in members if all(each != target for _, target in inner)]
    last = [each for each in members if all(each != source for source, _ in inner)]
    before = {(one, each) for one, other in edges if other == group for each in first}
    return before | {(each, other) for one, other in edges if one == group for each in last}


def _dissolved(reading: Reading, node: ReadNode) -> list[Splice]:
    source, statement = reading.source, node.statement
    assert isinstance(statement, cst.With)
    if node.variable is not None:
        task_edits.check_unused(source, node)
    body = statement.body
    if not isinstance(body, cst.IndentedBlock):
        raise InvalidInputError.at("node", "The block stands on one line. Give it lines of its own in the text first.")
    if len(body.body) == 1 and lines.is_pass(body.body[0]):
        return [lines.gone(source, statement)]
    start = source.line_start(source.span(statement)[0])
    first = source.after_line(source.whole(statement.items[-1])[1])
    comment = body.header.comment
    indent = source.indent_of(statement)
    kept = f"{indent}{comment.value}{source.newline}" if comment else ""
    inside = (first, source.after_statement(statement))
    return [Splice(start, first, kept), *relocation.indented(source, inside, source.indent_of(body.body[0]), indent)]
