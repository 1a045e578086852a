"""Where a file names tasks by their ids to get their XComs: in calls of ``xcom_pull`` and in templates that call it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import libcst as cst

from couture_scheduler.dag_editing.literals import dotted, keyword, positional
from couture_scheduler.dag_editing.reading import Reading
from couture_scheduler.dag_editing.source import Source, Splice
from couture_scheduler.dag_editing.values import quoted

PULL = re.compile(r"xcom_pull\s*\(([^()]*)\)")
IDS = re.compile(
    r"^\s*(?:task_ids\s*=\s*)?(?P<first>\[[^\]]*\]|\\?[\"'][^\"']*[\"'])|task_ids\s*=\s*(?P<named>\[[^\]]*\]|\\?[\"'][^\"']*[\"'])"
)
TEXT = re.compile(r"(\\?[\"'])([^\"'\\]*)")


def reference_splices(reading: Reading, renamed: Mapping[str, str]) -> list[Splice]:
    """Splices that give tasks their new names where their XComs are pulled.

    ``renamed``: keys of nodes before and after. An id that several DAGs of the file have is left alone: nobody knows
    which of them is meant.
    """
    ids = _plain_ids(reading, renamed)
    if not ids:
        return []
    found: list[Splice] = []
    for node in _calls_and_texts(reading.source.module):
        found += (
            _in_call(reading.source, node, ids) if isinstance(node, cst.Call) else _in_text(reading.source, node, ids)
        )
    return found


def _plain_ids(reading: Reading, renamed: Mapping[str, str]) -> dict[str, str]:
    ids = {one.partition("/")[2]: other.partition("/")[2] for one, other in renamed.items()}
    every = [each.partition("/")[2] for each in {*reading.nodes, *renamed}]
    return {one: other for one, other in ids.items() if every.count(one) == 1}


def _calls_and_texts(module: cst.Module) -> Iterator[cst.CSTNode]:
    waiting: list[cst.CSTNode] = [module]
    while waiting:
        node = waiting.pop()
        is_call = isinstance(node, cst.Call) and dotted(node.func).rpartition(".")[2] == "xcom_pull"
        if is_call or isinstance(node, cst.SimpleString | cst.FormattedStringText):
            yield node
        waiting.extend(node.children)


def _in_call(source: Source, call: cst.Call, ids: Mapping[str, str]) -> list[Splice]:
    given = keyword(call, "task_ids") or positional(call, 0)
    if given is None or keyword(call, "dag_id") is not None:
        return []
    several = isinstance(given.value, cst.List | cst.Tuple | cst.Set)
    values = [each.value for each in given.value.elements] if several else [given.value]  # type: ignore[attr-defined]
    return [
        Splice(*source.span(each), f"{each.prefix}{quoted(ids[str(each.evaluated_value)], each.quote[0])}")
        for each in values
        if isinstance(each, cst.SimpleString) and each.evaluated_value in ids
    ]


def _in_text(source: Source, node: cst.CSTNode, ids: Mapping[str, str]) -> list[Splice]:
    """In the letters as they stand in the file: what surrounds the ids stays."""
    start, end = source.span(node)
    text = source.text[start:end]
    found = []
    for call in PULL.finditer(text):
        given = IDS.search(call[1])
        if given is None or "dag_id" in call[1]:
            continue
        part = "first" if given["first"] is not None else "named"
        offset = start + call.start(1) + given.start(part)
        # Texts stand between quotes: every second one is a comma.
        for each in list(TEXT.finditer(given[part]))[::2]:
            if each[2] in ids:
                found.append(Splice(offset + each.start(2), offset + each.end(2), ids[each[2]]))
    return found
