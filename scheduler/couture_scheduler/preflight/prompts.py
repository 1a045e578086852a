"""Questions to a person, who is not there when a job runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from couture_scheduler.preflight.dotted import dotted
from couture_scheduler.preflight.findings import Finding, Severity
from couture_scheduler.preflight.reading import Reading
from couture_scheduler.preflight.rules import finding
from couture_scheduler.preflight.situations import Situation

_ASKING = {"input": "input()", "breakpoint": "breakpoint()", "getpass": "getpass()"}
_ASKING_METHODS = {"getpass.getpass": "getpass.getpass()", "pdb.set_trace": "pdb.set_trace()"}


def questions(reading: Reading) -> Iterator[Finding]:
    """A finding for each of them."""
    own = {each.name for each, _ in reading.nodes if isinstance(each, ast.FunctionDef)}
    for node, situation in reading.nodes:
        if isinstance(node, ast.Call) and (name := _asks(node)) and name.removesuffix("()") not in own:
            severity = Severity.ERROR if situation is Situation.ALWAYS else Severity.WARNING
            yield _finding(reading, severity, node.lineno, name)
    for line, name in reading.code.effects.prompts:
        yield _finding(reading, Severity.WARNING, line, name)


def _asks(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return _ASKING.get(call.func.id, "")
    return _ASKING_METHODS.get(dotted(call.func), "")


def _finding(reading: Reading, severity: Severity, line: int, name: str) -> Finding:
    message = f"{name} waits for a person; in a job it fails."
    advice = "Make the value a parameter" + (", or a secret." if "getpass" in name else ".")
    if name not in ("input()", "getpass()", "getpass.getpass()"):
        advice = "Take it out before the notebook is scheduled."
    return finding(reading.source, "asks-input", severity, line, message, advice)
