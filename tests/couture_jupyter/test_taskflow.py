"""``@task``."""

import pytest

from couture_jupyter import DAG, BashOperator, task
from couture_jupyter.exceptions import DagError


@task
def numbers(count: int, ds=None):
    """Some numbers."""
    return list(range(count))


@task(retries=2, multiple_outputs=True)
def summary(values, *, factor=1):
    return {"total": sum(values) * factor, "count": len(values)}


def test_calls_make_tasks_in_order(worker):
    with DAG("demo") as dag:
        found = numbers(4)
        result = summary(found, factor=10)
        BashOperator(task_id="show", bash_command="echo $TOTAL", env={"TOTAL": result["total"]})
    assert dag.get_task("numbers").downstream_task_ids == {"summary"}
    assert dag.get_task("summary").downstream_task_ids == {"show"}
    assert (dag.get_task("summary").retries, dag.get_task("numbers").doc_md) == (2, "Some numbers.")
    for made in dag.tasks:
        worker.do(made)
    assert worker.xcoms["show", "return_value"] == "60"


def test_the_same_function_makes_several_tasks():
    with DAG("demo") as dag:
        numbers(1)
        numbers(2)
        numbers.override(task_id="other", retries=5)(3)
        numbers(4) >> BashOperator(task_id="end", bash_command="true")
    assert dag.task_ids == ["numbers", "numbers__1", "other", "numbers__2", "end"]
    assert dag.get_task("other").retries == 5
    assert dag.get_task("end").upstream_task_ids == {"numbers__2"}


def test_a_wrong_call_is_named_where_it_is_made():
    with DAG("demo"), pytest.raises(DagError, match=r"numbers\(\): got an unexpected keyword argument 'cuont'"):
        numbers(cuont=1)


def test_branches_and_short_circuits(worker):
    @task.branch
    def choose():
        return "left"

    @task.short_circuit()
    def check():
        return False

    with DAG("demo") as dag:
        choose() >> [BashOperator(task_id=name, bash_command="true") for name in ("left", "right")]
        check() >> BashOperator(task_id="after", bash_command="true")
    assert worker.do(dag.get_task("choose")).skip == ("right",)
    assert worker.do(dag.get_task("check")).skip == ("after",)
