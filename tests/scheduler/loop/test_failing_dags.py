"""A DAG that fails again and again is switched off, when its author wants that."""

from __future__ import annotations

from typing import Any

DAG = """
from couture_jupyter import DAG, BashOperator

with DAG("fails", schedule=None, max_consecutive_failed_dag_runs=2):
    BashOperator(task_id="a", bash_command="test {{ dag_run.conf.get('ok') }} = 1")
"""


def test_the_last_runs_must_have_failed_one_after_the_other(workspace: Any) -> None:
    """A success between two failures begins the count anew; the audit log says who switched it off."""
    workspace.write_dag("fails", DAG)
    for conf, end in (({}, "failed"), ({"ok": 1}, "success"), ({}, "failed")):
        assert workspace.wait_for_run("fails", workspace.trigger("fails", conf=conf)) == end
    assert workspace.rows("SELECT is_paused FROM dag WHERE dag_id='fails'") == [(0,)]
    assert workspace.wait_for_run("fails", workspace.trigger("fails")) == "failed"
    workspace.wait_for(lambda: workspace.rows("SELECT 1 FROM dag WHERE dag_id='fails' AND is_paused"))
    ((actor,),) = workspace.rows("SELECT actor FROM event_log WHERE event LIKE 'pause%' AND dag_id='fails'")
    assert actor == "engine"
