"""The engine runs the DAG language as ``dag.test()`` does: the same file, the same states, the same values."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from couture_jupyter.serialization.load import load_dag_file

LANGUAGE = """
from couture_jupyter import DAG, BashOperator, EmptyOperator, Label, setup, task, task_group, teardown
from couture_jupyter.exceptions import TaskSkipped

with DAG("language", schedule=None) as dag:

    @setup
    def start():
        return [1, 2, 3]

    @teardown
    def stop(values):
        raise ValueError("nothing to stop")

    @task(map_index_template="{{ task.op_kwargs['x'] }}")
    def add(x, y):
        return x + y

    @task
    def total(values):
        return sum(values)

    def not_two(value):
        if value == 2:
            raise TaskSkipped("two")
        return value

    @task_group
    def each(x):
        @task.branch
        def choose(x):
            return "each.odd" if x % 2 else "each.even"

        choose(x) >> Label("one of them") >> [EmptyOperator(task_id="odd"), EmptyOperator(task_id="even")]

    numbers = start()
    with stop(numbers):
        total(add.partial(y=10).expand(x=numbers))
        each.expand(x=numbers)
    add.override(task_id="mapped").partial(y=0).expand(x=numbers.map(not_two))
    BashOperator.partial(task_id="nothing").expand(bash_command=[]) >> EmptyOperator(task_id="after_nothing")
"""


def test_the_engine_and_dag_test_agree(make_workspace: Callable[..., Any], tmp_path: Path) -> None:
    workspace = make_workspace()
    workspace.start_engine()
    workspace.write_dag("language", LANGUAGE)
    run_id = workspace.trigger("language")
    state = workspace.wait_for_run("language", run_id)
    file = tmp_path / "language.py"
    file.write_text(LANGUAGE)
    local = load_dag_file(file).dags["language"].test()
    assert state == str(local.state) == "success", workspace.log()
    rows = workspace.rows(
        "SELECT t.task_id, t.map_index, t.state FROM task_instance t JOIN dag_run r ON r.id = t.dag_run_id "
        "WHERE r.run_id = ?",
        run_id,
    )
    found = {task if index < 0 else f"{task}[{index}]": reached for task, index, reached in rows}
    assert found == local.states
    values = workspace.rows(
        "SELECT value FROM xcom JOIN task_instance ON task_instance.id = task_instance_id WHERE task_id = 'total'"
    )
    assert [json.loads(value) for (value,) in values] == [local.xcom_pull("total")] == [36]
