"""Where trigger rules, skips, failures, branches, short circuits, mapped tasks, setups, teardowns and dates of tasks
meet: what Airflow 3.3 itself decided.

``decided_by_airflow.json`` holds small DAGs that were made up at random, with the states in which ``dag.test()`` of a
really running Airflow 3.3.2 ended them. Left out are those whose end depends on which of two tasks ends first.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from couture_jupyter import DAG, BranchPythonOperator, PythonOperator, ShortCircuitOperator
from couture_jupyter.exceptions import TaskSkipped

DECIDED = json.loads(Path(__file__).with_name("decided_by_airflow.json").read_text())
FAR = datetime(2100, 1, 1, tzinfo=UTC)


def does(fates: list[str], answer: Any = None) -> Callable[..., Any]:
    """A function that ends so: of a mapped task the instance with that index."""

    def work(index: int = 0) -> Any:
        fate = fates[index % len(fates)]
        if fate == "fail":
            raise ValueError("as described")
        if fate == "skip":
            raise TaskSkipped("as described")
        return answer

    return work


def items(count: int) -> list[list[int]]:
    """The arguments of so many instances."""
    return [[index] for index in range(count)]


def task_of(described: dict[str, Any], made: dict[str, Any]) -> Any:
    """One task, by its kind."""
    kind, fates = described["kind"], described["does"]
    options = {"task_id": described["id"], "trigger_rule": described.get("rule", "all_success")}
    if described.get("later"):
        options["start_date"] = FAR
    if kind == "branch":
        return BranchPythonOperator(python_callable=does(fates, described["chooses"]), **options)
    if kind == "short":
        options["ignore_downstream_trigger_rules"] = described["all"]
        return ShortCircuitOperator(python_callable=does(fates, described["goes_on"]), **options)
    if kind == "maker":
        return PythonOperator(python_callable=does(fates, items(described["makes"])), **options)
    if kind == "mapped":
        over = described["over"]
        over = made[over].output if isinstance(over, str) else items(over)
        return PythonOperator.partial(python_callable=does(fates), **options).expand(op_args=over)
    return PythonOperator(python_callable=does(fates), **options)


def dag_of(described: dict[str, Any]) -> DAG:
    """The DAG that the description means."""
    made: dict[str, Any] = {}
    with DAG(described["dag_id"], schedule=None) as dag:
        for each in described["tasks"]:
            task = made[each["id"]] = task_of(each, made)
            for name in each["upstream"]:
                made[name] >> task
        for teardown, setup in described.get("teardowns", {}).items():
            made[teardown].as_teardown(setups=made[setup])
    return dag


@pytest.mark.parametrize("described", DECIDED, ids=lambda described: str(described["dag_id"]))
def test_a_run_ends_as_airflow_decided(described: dict[str, Any]) -> None:
    """All task instances, and the run."""
    run = dag_of(described).test()
    assert run.states == described["states"]
    assert str(run.state) == described["run"]
