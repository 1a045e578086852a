"""Which code a run ran, as the terminal shows it."""

from __future__ import annotations

from typing import Any

from couture_scheduler.cli.logs import choose_task
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import NotFoundError


def show_code(
    session: Session,
    dag_id: str,
    run_id: str,
    task_id: str | None,
    map_index: int,
    try_number: int | None,
    *,
    diff: bool,
) -> None:
    """The facts, and the difference to today's file if it is asked for."""
    from couture_scheduler.actions import code_differences, code_versions

    task = choose_task(session, dag_id, run_id, task_id, map_index)
    if diff:
        found = code_differences.compare_with_today(
            session.actions, dag_id, run_id, task.task_id, try_number, map_index=task.map_index
        )
        cut = "\n(the rest is left out)" if found.cut else ""
        session.show.text(found.diff + cut if found.diff else "The sources of today are what ran.", found)
        return
    code = code_versions.code_of(session.actions, dag_id, run_id, task.task_id, try_number, map_index=task.map_index)
    words = {"same": "the same", "changed": "changed since", "gone": "not there any more"}
    fields = {
        "Code": _sentence(code),
        "File": code.path,
        "Content hash": code.hash,
        "Git commit": code.commit,
        "Snapshot": code.snapshot,
        "File of today": words[code.today],
        "Side files": ", ".join(f"{each.path} ({words[each.today]})" for each in code.side_files) or None,
    }
    session.show.record(fields, code)


def code_line(session: Session, dag_id: str, run_id: str, entries: list[Any]) -> str | None:
    """One line for a run with one notebook; ``None`` where there is none or are several."""
    from couture_scheduler.actions import code_versions

    if len(entries) != 1:
        return None
    try:
        return _sentence(
            code_versions.code_of(session.actions, dag_id, run_id, entries[0].task_id, map_index=entries[0].map_index)
        )
    except NotFoundError:
        return None


def _sentence(code: Any) -> str:
    if code.kind == "snapshot":
        return f"{code.path} of the snapshot {code.snapshot[:12]}"
    if code.kind == "git":
        return f"{code.path} at {code.ref}, commit {code.commit[:12]}"
    if code.commit is None:
        return f"{code.path}, content {code.hash[:12]}"
    return f"{code.path}, commit {code.commit[:12]}{' with changes' if code.dirty else ''}"
