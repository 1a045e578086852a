"""Setups and teardowns, by Airflow's documentation ("Setup and Teardown")."""

from __future__ import annotations

from typing import Any

import pytest

from couture_jupyter import DAG, EmptyOperator, PythonOperator, TaskGroup, setup, task, task_group, teardown
from couture_jupyter.exceptions import DagError
from couture_jupyter.serialization.serialize import serialize_dag
from couture_jupyter.setup_teardown import context_wrapper


def fail() -> None:
    raise ValueError("broken")


def edges(dag: DAG) -> set[str]:
    return {f"{each.task_id}>{below}" for each in dag.tasks for below in each.downstream_task_ids}


def doing(task_id: str, breaks: bool = False) -> PythonOperator:
    return PythonOperator(task_id=task_id, python_callable=fail if breaks else dict)


def scoped(**breaks: bool) -> DAG:
    """make >> work >> remove, where remove tears down what make set up."""
    with DAG("demo") as dag:
        make, work, remove = (doing(name, breaks.get(name, False)) for name in ("make", "work", "remove"))
        make >> work >> remove.as_teardown(setups=make)
    return dag


def test_as_teardown_makes_setups_of_its_setups() -> None:
    """And joins them; the teardown's trigger rule is its own."""
    dag = scoped()
    spec = serialize_dag(dag)
    assert edges(dag) == {"make>work", "make>remove", "work>remove"}
    assert (spec.task("make").is_setup, spec.task("remove").is_teardown) == (True, True)
    assert spec.task("remove").trigger_rule == "all_done_setup_success"


def test_a_teardown_runs_although_the_work_failed() -> None:
    """And the run fails for the work's sake."""
    run = scoped(work=True).test()
    assert run.states == {"make": "success", "work": "failed", "remove": "success"}
    assert str(run.state) == "failed"


def test_a_teardown_needs_its_setup() -> None:
    """Without it there is nothing to remove."""
    assert scoped(make=True).test().states == {"make": "failed", "work": "upstream_failed", "remove": "upstream_failed"}


def test_a_teardown_that_fails_does_not_fail_the_run() -> None:
    """Unless on_failure_fail_dagrun is set."""
    assert str(scoped(remove=True).test().state) == "success"
    dag = scoped(remove=True)
    dag.get_task("remove").on_failure_fail_dagrun = True
    assert str(dag.test().state) == "failed"


def test_a_task_needs_the_setups_of_its_scope_whatever_its_trigger_rule() -> None:
    """Also when they do not come directly before it."""
    with DAG("demo") as dag:
        make, first, last, remove = doing("make", breaks=True), doing("first"), doing("last"), doing("remove")
        last.trigger_rule = "all_done"
        make >> first >> last >> remove.as_teardown(setups=make)
    assert dag.test().states["last"] == "upstream_failed"


def test_what_comes_after_a_group_does_not_wait_for_its_teardown() -> None:
    """Arrows that leave a group leave its last tasks that are no teardowns."""
    with DAG("demo") as dag:
        with TaskGroup("g") as group:
            make, work, remove = doing("make"), doing("work"), doing("remove")
            make >> work >> remove.as_teardown(setups=make)
        group >> EmptyOperator(task_id="end")
    assert dag.get_task("end").upstream_task_ids == {"g.work"}


def test_with_a_teardown_the_tasks_inside_are_its_scope() -> None:
    """The first of them come after the setup, the last before the teardown."""
    with DAG("demo") as dag:
        make = doing("make")
        with doing("remove").as_teardown(setups=make) as scope:
            first, second = doing("first"), doing("second")
            first >> second
        assert scope.teardowns[0].task_id == "remove"
    assert edges(dag) == {"make>remove", "make>first", "first>second", "second>remove"}


def test_with_a_setup_the_tasks_inside_come_after_it() -> None:
    """And before its teardown, if it has one; tasks that were made before can be added."""
    with DAG("demo") as dag:
        early, make = doing("early"), doing("make").as_setup()
        make >> doing("remove").as_teardown()
        with make as scope:
            doing("work")
            scope.add_task(early)
    assert edges(dag) == {"make>remove", "make>work", "make>early", "work>remove", "early>remove"}


def test_scopes_inside_scopes() -> None:
    """The outer setup comes before the inner one, the inner teardown before the outer one."""
    with (
        DAG("demo") as dag,
        doing("remove1").as_teardown(setups=doing("make1")),
        doing("remove2").as_teardown(setups=doing("make2")),
    ):
        doing("work")
    assert edges(dag) == {
        "make1>remove1", "make2>remove2", "make2>work", "work>remove2", "make1>make2", "remove2>remove1",
    }  # fmt: skip


def test_several_setups_open_one_scope() -> None:
    """context_wrapper([a, b]) stands for both."""
    with DAG("demo") as dag, context_wrapper([doing("a").as_setup(), doing("b").as_setup()]):
        doing("work")
    assert edges(dag) == {"a>work", "b>work"}


def test_an_ordinary_task_opens_no_scope() -> None:
    """Only setups and teardowns stand after ``with``."""
    with DAG("demo"), pytest.raises(DagError, match="neither a setup nor a teardown"), doing("a"):
        pass


def test_functions_can_be_setups_and_teardowns() -> None:
    """@setup and @teardown over a function, or over @task with its arguments."""

    @setup
    def make() -> str:
        return "cluster"

    @teardown(on_failure_fail_dagrun=True)
    @task(retries=2)
    def remove(name: str) -> None: ...

    @task
    def work(name: str) -> None: ...

    with DAG("demo") as dag:
        name = make()
        with remove(name):
            work(name)
    spec = serialize_dag(dag)
    assert (spec.task("make").is_setup, spec.task("remove").is_teardown) == (True, True)
    assert (spec.task("remove").on_failure_fail_dagrun, spec.task("remove").retries) == (True, 2)
    assert spec.task("remove").trigger_rule == "all_done_setup_success"
    assert edges(dag) == {"make>remove", "make>work", "work>remove"}


def test_the_trigger_rule_of_a_teardown_is_not_chosen() -> None:
    """It is always all_done_setup_success."""

    @teardown
    @task(trigger_rule="all_done")
    def remove() -> None: ...

    with DAG("demo"), pytest.raises(DagError, match="its trigger rule cannot be chosen"):
        remove()


def test_groups_are_neither() -> None:
    """Only tasks can be setups or teardowns."""

    @task_group
    def group() -> None: ...

    with pytest.raises(DagError, match="group makes a task group"):
        setup(group)
    with DAG("demo"), pytest.raises(DagError, match="cannot be a setup or a teardown"):
        TaskGroup("g").as_teardown()


@pytest.mark.parametrize("rule", ["all_done", "one_success", "none_failed"])
def test_what_comes_directly_after_a_setup_needs_its_success(rule: Any) -> None:
    """Any other trigger rule is an error of the DAG file."""
    with DAG("demo") as dag:
        doing("make").as_setup() >> EmptyOperator(task_id="work", trigger_rule=rule)
    with pytest.raises(DagError, match=f'its trigger rule must be "all_success", not "{rule}"'):
        dag.check()


def test_a_skipped_setup_skips_its_scope() -> None:
    """And its teardown."""
    with DAG("demo") as dag:
        choose = task.short_circuit(lambda: False, task_id="choose", ignore_downstream_trigger_rules=False)()
        make, work, remove = doing("make"), doing("work"), doing("remove")
        choose >> make >> work >> remove.as_teardown(setups=make)
    assert set(dag.test().states.values()) == {"success", "skipped"}
    assert dag.test().states["remove"] == "skipped"
