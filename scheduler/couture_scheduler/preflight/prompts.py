"""Questions to a person, who is not there when a job runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from couture_scheduler.preflight.dotted import dotted
from couture_scheduler.preflight.findings import Finding, Severity
from couture_scheduler.preflight.reading import Reading
from couture_scheduler.preflight.rules import finding
from couture_scheduler.preflight.situations import Nodes, Situation

_FOR_VALUES = {"input", "getpass.getpass", "click.prompt", "click.confirm"}
_ASKING = {*_FOR_VALUES, "breakpoint", "pdb.set_trace", "ipdb.set_trace", "IPython.embed"}


def questions(reading: Reading) -> Iterator[Finding]:
    """A finding for each of them."""
    meanings = _meanings(reading.nodes)
    for node, situation in reading.nodes:
        if isinstance(node, ast.Call) and (asked := _meaning(node, meanings)) in _ASKING:
            severity = Severity.ERROR if situation is Situation.ALWAYS else Severity.WARNING
            yield _finding(reading, severity, node.lineno, f"{dotted(node.func)}()", asked)
    for line, name in reading.code.effects.prompts:
        yield _finding(reading, Severity.WARNING, line, name, name)


def _meanings(nodes: Nodes) -> dict[str, str]:
    """What the notebook's own names stand for: what was imported under them, or nothing."""
    found: dict[str, str] = {}
    for node, _ in nodes:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.Name(id=name, ctx=ast.Store()):
                found[name] = ""
            case ast.Import(names=names):
                found |= {each.asname: each.name for each in names if each.asname}
            case ast.ImportFrom(module=str(module), names=names, level=0):
                found |= {each.asname or each.name: f"{module}.{each.name}" for each in names}
    return found


def _meaning(call: ast.Call, meanings: dict[str, str]) -> str:
    first, dot, rest = dotted(call.func).partition(".")
    return f"{meanings.get(first, first)}{dot}{rest}"


def _finding(reading: Reading, severity: Severity, line: int, name: str, asked: str) -> Finding:
    message = f"{name} waits for a person; in a job it fails."
    advice = "Make the value a parameter" + (", or a secret." if "getpass" in asked else ".")
    if asked not in _FOR_VALUES:
        advice = "Take it out before the notebook is scheduled."
    return finding(reading.source, "asks-input", severity, line, message, advice)
