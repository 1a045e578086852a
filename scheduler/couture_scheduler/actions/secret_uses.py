"""Which DAGs use a variable or a connection, found by reading: their files and their tasks' arguments.

A name that is only put together while a task runs is not found, nor what the cells of a notebook ask for.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.store import secret_mentions
from couture_scheduler.store.secret_mentions import Mention

_ASKS_FOR_CONNECTION = ("get_connection", "get_connections", "get_hook")
_NAMES_CONNECTION = re.compile(r"(^|_)(conn|connection)_?(id|ids)?$")


@dataclass(frozen=True, slots=True)
class SecretUse:
    """A DAG that uses it: the tasks whose arguments name it, and the lines of its file that do."""

    dag_id: str
    display_name: str
    file: str | None
    tasks: tuple[str, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for: in a text, as the value of an argument or a key, and in calls."""

    name: str
    text: re.Pattern[str]
    is_argument: Callable[[str], bool]
    is_call: Callable[[str], bool]


@needs("variables:read")
def of_variable(ctx: ActionContext, key: str) -> list[SecretUse]:
    """The DAGs that use the variable, by id; it need not be there."""
    name = re.escape(key)
    text = (
        rf"\bvar\.(value|json)\.{name}(?!\w)|\bvar\.(value|json)\.get\(\s*['\"]{name}['\"]|\bvariable:{name}(?![\w.-])"
    )
    wanted = _Wanted(key, re.compile(text), lambda _: False, lambda call: call.startswith("Variable."))
    return _uses(ctx, wanted)


@needs("connections:read")
def of_connection(ctx: ActionContext, conn_id: str) -> list[SecretUse]:
    """The DAGs that use the connection, by id; it need not be there."""
    name = re.escape(conn_id)
    text = rf"\bconn\.{name}(?!\w)|\bconn\.get\(\s*['\"]{name}['\"]|\bconnection:{name}(?![\w-])"
    wanted = _Wanted(conn_id, re.compile(text), lambda key: bool(_NAMES_CONNECTION.search(key)), _asks_for_connection)
    return _uses(ctx, wanted)


def _asks_for_connection(call: str) -> bool:
    return call.startswith("Connection.get") or call.rpartition(".")[2] in _ASKS_FOR_CONNECTION


def _uses(ctx: ActionContext, wanted: _Wanted) -> list[SecretUse]:
    with ctx.store.reading() as tx:
        mentions = secret_mentions.containing(tx, wanted.name)
    lines: dict[str, tuple[int, ...]] = {}  # of a file that makes several DAGs, read once
    found = []
    for each in mentions:
        if each.source not in lines:
            lines[each.source] = tuple(sorted(set(_lines(wanted, each.source))))
        found.append(_use(wanted, each, lines[each.source]))
    return [each for each in found if each.tasks or each.lines]


def _use(wanted: _Wanted, mention: Mention, lines: tuple[int, ...]) -> SecretUse:
    spec = mention.spec
    tasks = tuple(task.task_id for task in spec.tasks if _is_named(wanted, task.arguments))
    shown = lines if mention.kind == "file" else ()  # the source of a schedule is made from its form
    return SecretUse(mention.dag_id, mention.display_name, mention.file, tasks, shown)


def _is_named(wanted: _Wanted, value: Any, key: str = "") -> bool:
    """Whether JSON names it."""
    if isinstance(value, dict):
        return any(_is_named(wanted, each, str(name)) for name, each in value.items())
    if isinstance(value, list | tuple):
        return any(_is_named(wanted, each, key) for each in value)
    if not isinstance(value, str):
        return False
    return (value == wanted.name and wanted.is_argument(key)) or bool(wanted.text.search(value))


def _lines(wanted: _Wanted, source: str) -> Iterator[int]:
    """The lines of Python that name it; none of what is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return
    is_it = partial(_is_constant, wanted.name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and wanted.text.search(node.value):
            yield node.lineno
        elif (
            isinstance(node, ast.keyword) and wanted.is_argument(node.arg or "") and any(map(is_it, _parts(node.value)))
        ):
            yield node.value.lineno
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            yield from (value.lineno for key, value in pairs if wanted.is_argument(_text(key)) and is_it(value))
        elif isinstance(node, ast.Call) and wanted.is_call(ast.unparse(node.func)) and any(map(is_it, _given(node))):
            yield node.lineno


def _given(call: ast.Call) -> list[ast.expr]:
    return [*call.args[:1], *(each.value for each in call.keywords if each.arg in ("key", "conn_id"))]


def _parts(value: ast.expr) -> list[ast.expr]:
    return value.elts if isinstance(value, ast.List | ast.Tuple) else [value]


def _text(node: ast.expr | None) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ""


def _is_constant(name: str, node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == name
