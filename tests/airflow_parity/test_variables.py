"""Variables, from within a task: read, set, changed, deleted."""

from __future__ import annotations

import pytest

from couture_jupyter import DAG, PythonOperator, Variable


def in_a_task(function: object) -> object:
    """What the function returns when a task calls it."""
    with DAG("variables") as dag:
        PythonOperator(task_id="only", python_callable=function)
    run = dag.test()
    (instance,) = run.task_instances
    if instance.error is not None:
        raise instance.error
    return run.xcom_pull("only")


def test_a_value_that_was_set_is_read() -> None:
    """``set`` makes a variable or replaces its value; what is no text becomes text, or JSON when asked for."""

    def work() -> list[object]:
        Variable.set("a", 1)
        Variable.set("a", 2, description="two")
        Variable.set("b", {"x": [1]}, serialize_json=True)
        return [Variable.get("a"), Variable.get("b", deserialize_json=True)]

    assert in_a_task(work) == ["2", {"x": [1]}]


def test_a_missing_variable_is_a_key_error_unless_there_is_a_default() -> None:
    """``default_var`` and ``default`` are the same; ``None`` counts as a default."""

    def work() -> list[object]:
        with pytest.raises(KeyError, match="no_such"):
            Variable.get("no_such")
        return [Variable.get("no_such", default_var=None), Variable.get("no_such", "x")]

    assert in_a_task(work) == [None, "x"]


def test_update_needs_a_variable_and_setdefault_makes_one() -> None:
    """``update`` refuses a key that is not there; ``setdefault`` keeps a value that is."""

    def work() -> list[object]:
        with pytest.raises(KeyError):
            Variable.update("c", "1")
        first = Variable.setdefault("c", [1], deserialize_json=True)
        second = Variable.setdefault("c", [2], deserialize_json=True)
        Variable.update("c", "3")
        return [first, second, Variable.get("c")]

    assert in_a_task(work) == [[1], [1], "3"]


def test_delete_tells_how_many_there_were() -> None:
    """One, or none."""

    def work() -> list[object]:
        Variable.set("d", "1")
        return [Variable.delete("d"), Variable.delete("d"), Variable.get("d", None)]

    assert in_a_task(work) == [1, 0, None]


def test_nobody_changes_a_variable_outside_of_a_run() -> None:
    """A notebook or a script without a run is told so."""
    with pytest.raises(RuntimeError, match="only while a task runs"):
        Variable.set("e", "1")
