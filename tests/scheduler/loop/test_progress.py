"""Progress is told at once, stored a little later, and told again then: whoever asks after hearing of it sees it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

from couture_scheduler.events import Change

STORED = "SELECT progress FROM task_instance WHERE progress IS NOT NULL"


def test_the_newest_progress_is_stored_before_it_is_told_for_the_last_time(make_workspace: Callable[..., Any]) -> None:
    workspace = make_workspace(heartbeat=60)  # no sweep stores it by chance
    workspace.start_engine()
    gate = workspace.folder / "gate"
    os.mkfifo(gate)
    seen: list[dict[str, Any]] = []

    def look(changes: list[Change]) -> None:
        if any(change.subject == "progress" for change in changes):
            seen.extend(json.loads(stored) for (stored,) in workspace.rows(STORED))

    subscription = workspace.client.subscribe(look)
    dag_id = workspace.schedule(workspace.write_notebook("quick.ipynb", "1", "2", "3", f"open({str(gate)!r}).read()"))
    run = workspace.trigger(dag_id)
    workspace.wait_for(lambda: seen and seen[-1]["running"] == 3)
    gate.write_text("go\n")
    assert workspace.wait_for_run(dag_id, run) == "success"
    subscription.close()
