"""Parameter sweeps with a real engine and real kernels: limited in parallel, with a table of what was recorded."""

from __future__ import annotations

from typing import Any

from couture_scheduler.actions import sweeps


def states(workspace: Any) -> dict[str, int]:
    return dict(workspace.rows("SELECT state, count(*) FROM dag_run WHERE sweep_id IS NOT NULL GROUP BY state"))


def test_a_sweep_runs_every_combination_and_keeps_what_was_recorded(workspace: Any) -> None:
    source = "from couture_jupyter import record\nrecord(product=a * len(b), best=None)\nrecord(best=a)"
    dag_id = workspace.schedule(workspace.write_notebook("trial.ipynb", "a = 1\nb = ''", source))
    sweep = sweeps.start(workspace.context, dag_id, {"a": [1, 2], "b": ["x", "yy"]}, at_once=2)
    workspace.wait_for(lambda: states(workspace) == {"success": 4})
    found = workspace.wait_for(lambda: _whole(workspace, sweep.sweep_id))
    assert found.parameter_names == ["a", "b"]
    assert found.result_names == ["best", "product"]
    table = [
        (row.parameters["a"], row.parameters["b"], row.results["product"], row.results["best"]) for row in found.rows
    ]
    assert table == [(1, "x", 1, 1), (1, "yy", 2, 1), (2, "x", 2, 2), (2, "yy", 4, 2)]
    lines = sweeps.to_csv(found).splitlines()
    assert lines[0] == "run,state,seconds,a,b,best,product"
    assert lines[4].endswith(",2,yy,2,4")


def test_a_sweep_keeps_to_its_limit_and_the_rest_can_be_cancelled(workspace: Any) -> None:
    (workspace.folder / "gate").unlink(missing_ok=True)
    command = "while [ ! -e {{ dag_run.conf.gate }} ]; do read -t 0.1 line <> <(:) || true; done"
    workspace.write_dag(
        "waits",
        "from couture_jupyter import *\n"
        'with DAG("waits", schedule=None, overlap="queue"):\n'
        f"    BashOperator(task_id='wait', bash_command={command!r})\n",
    )
    sweep = sweeps.start(workspace.context, "waits", {"gate": [f"/no/gate/{n}" for n in range(6)]}, at_once=2)
    workspace.wait_for(lambda: states(workspace) == {"running": 2, "queued": 4})
    by_hand = workspace.trigger("waits", conf={"gate": "/"})
    assert workspace.wait_for_run("waits", by_hand) == "success"  # the sweep does not stand in its way
    assert states(workspace) == {"running": 2, "queued": 4}
    assert sweeps.cancel(workspace.context, sweep.sweep_id) == 6
    workspace.wait_for(lambda: states(workspace) == {"failed": 6})
    workspace.wait_for(lambda: not workspace.processes("/no/gate"))


def _whole(workspace: Any, sweep_id: str) -> Any:
    found = sweeps.get(workspace.context, sweep_id)
    return found if all(row.results for row in found.rows) else None
