"""How a rule tells what it found."""

from __future__ import annotations

from couture_scheduler.preflight.cells import NotebookSource, place
from couture_scheduler.preflight.findings import Finding, Severity

# What the tag `raises-exception` allows a cell to do.
_TOLERATED = {"name-undefined", "module-missing", "syntax-error", "asks-input"}


def finding(source: NotebookSource, code: str, severity: Severity, at: int, message: str, advice: str) -> Finding:
    """A finding at a place of the notebook. What the notebook expects to fail is only worth knowing."""
    cell, line = place(at)
    if source.is_script:
        return Finding(code, severity, message, advice, None, line or None)
    if code in _TOLERATED and source.cells[cell].may_fail:
        advice = "The cell is tagged raises-exception: the notebook goes on."
        severity = Severity.INFO
    return Finding(code, severity, message, advice, cell, line or None)
