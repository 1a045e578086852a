"""Bash, Python and branches, really run."""

import logging
import os
import threading

import pytest

from couture_jupyter import (
    DAG,
    BashOperator,
    BranchPythonOperator,
    EmptyOperator,
    PythonOperator,
    ShortCircuitOperator,
    TaskGroup,
    get_current_context,
)
from couture_jupyter.exceptions import DagError, TaskError, TaskSkipped


def test_bash_logs_each_line_and_returns_the_last(worker, caplog):
    with caplog.at_level(logging.INFO):
        result = worker.do(BashOperator(task_id="a", bash_command="echo one; echo two >&2; printf 'drei \\xff'"))
    assert result.return_value == "drei \\xff"
    assert [record.getMessage() for record in caplog.records][1:] == ["one", "two", "drei \\xff"]


def test_bash_templates_its_command_and_environment(worker):
    command = "echo {{ ds }} $WHO $AIRFLOW_CTX_DAG_ID ${HOME:-none}"
    task = BashOperator(task_id="a", bash_command=command, env={"WHO": "{{ dag_run.run_type }}"})
    assert worker.do(task).return_value == "2026-03-04 scheduled demo none"


def test_bash_can_add_to_the_environment(worker, monkeypatch):
    monkeypatch.setenv("OUTSIDE", "here")
    task = BashOperator(task_id="a", bash_command="echo $OUTSIDE $WHO", env={"WHO": "me"}, append_env=True)
    assert worker.do(task).return_value == "here me"


def test_bash_reads_its_command_from_a_file(worker, load):
    (worker.workspace / "dags").mkdir()
    (worker.workspace / "dags" / "hello.sh").write_text("echo hello {{ params.who }}\n")
    made = load("""
        from couture_jupyter import DAG, BashOperator
        with DAG("demo", params={"who": "Ada"}):
            BashOperator(task_id="a", bash_command="hello.sh")
    """)
    assert worker.do(made["demo"].get_task("a")).return_value == "hello Ada"


def test_bash_skips_on_exit_code_99(worker):
    with pytest.raises(TaskSkipped):
        worker.do(BashOperator(task_id="a", bash_command="exit 99"))
    with pytest.raises(TaskSkipped):
        worker.do(BashOperator(task_id="a", bash_command="exit 7", skip_on_exit_code=[7, 8]))


@pytest.mark.parametrize(("command", "sentence"), [("exit 3", "exit code 3"), ("kill -9 $$", r"signal 9 \(SIGKILL\)")])
def test_bash_fails_with_a_sentence(worker, command, sentence):
    with pytest.raises(TaskError, match=sentence):
        worker.do(BashOperator(task_id="a", bash_command=command))


def test_bash_runs_in_a_folder(worker):
    task = BashOperator(task_id="a", bash_command="pwd", cwd=str(worker.workspace))
    assert worker.do(task).return_value == str(worker.workspace)
    with pytest.raises(TaskError, match="does not exist: /no/such"):
        worker.do(BashOperator(task_id="a", bash_command="pwd", cwd="/no/such"))


def test_killing_bash_ends_what_it_started(worker):
    """The command's background child holds the pipe; only killing the whole group lets execute return."""
    task = BashOperator(task_id="a", bash_command="sleep 300 & echo started; wait")
    seen = threading.Event()

    class Watch(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.getMessage() == "started":
                seen.set()

    handler = Watch()
    task.log.addHandler(handler)
    task.log.setLevel(logging.INFO)
    killer = threading.Thread(target=lambda: seen.wait(60) and task.on_kill())
    killer.start()
    with pytest.raises(TaskError, match="SIGTERM"):
        task.execute({"ti": EmptyTi(), "run_id": "r", "ts": "t"})
    killer.join(60)
    task.log.removeHandler(handler)


class EmptyTi:
    """Just enough for the environment variables."""

    dag_id, task_id, try_number = "demo", "a", 1


def test_python_gets_what_it_asks_for(worker):
    def work(first, ds, ti, missing="default", *, who):
        return [first, ds, ti.task_id, missing, who]

    task = PythonOperator(
        task_id="a", python_callable=work, op_args=["{{ run_id[:9] }}"], op_kwargs={"who": "{{ ts_nodash }}"}
    )
    assert worker.do(task).return_value == ["scheduled", "2026-03-04", "a", "default", "20260304T000000"]


def test_python_gets_the_whole_context_with_kwargs(worker):
    def work(**kwargs):
        return [kwargs["ds"], kwargs["templates_dict"]["q"], get_current_context()["ds"] == kwargs["ds"]]

    task = PythonOperator(
        task_id="a", python_callable=work, templates_dict={"q": "{{ ds_nodash }}"}, provide_context=True
    )
    assert worker.do(task).return_value == ["2026-03-04", "20260304", True]


def test_python_needs_a_function():
    with pytest.raises(DagError, match="must be a function"):
        PythonOperator(task_id="a", python_callable="work")


def test_the_operator_of_the_file_is_not_changed_by_a_run(worker):
    task = BashOperator(task_id="a", bash_command="echo {{ ds }}")
    worker.do(task)
    assert task.bash_command == "echo {{ ds }}"


def branching(chosen):
    with DAG("demo"):
        branch = BranchPythonOperator(task_id="branch", python_callable=lambda: chosen)
        left, right, join = (EmptyOperator(task_id=name) for name in ("left", "right", "join"))
        with TaskGroup("group"):
            inside = EmptyOperator(task_id="inside")
        branch >> [left, right, join, inside]
        left >> join
    return branch


@pytest.mark.parametrize(
    ("chosen", "skipped"),
    [
        ("left", ("group.inside", "right")),
        (["right", "join"], ("group.inside", "left")),
        ("group", ("join", "left", "right")),
        (None, ("group.inside", "join", "left", "right")),
        ([], ("group.inside", "join", "left", "right")),
    ],
)
def test_a_branch_skips_what_it_did_not_choose(worker, chosen, skipped):
    assert worker.do(branching(chosen)).skip == skipped


@pytest.mark.parametrize("chosen", ["nowhere", ["left", "nowhere"], 5, [5]])
def test_a_branch_that_leads_nowhere_fails(worker, chosen):
    with pytest.raises(TaskError, match=r"chose nowhere|must choose"):
        worker.do(branching(chosen))


@pytest.mark.parametrize(("answer", "whole", "skipped"), [(True, True, ()), (0, True, ("b", "c")), (0, False, ("b",))])
def test_a_short_circuit_stops_or_goes_on(worker, answer, whole, skipped):
    with DAG("demo"):
        check = ShortCircuitOperator(task_id="a", python_callable=lambda: answer, ignore_downstream_trigger_rules=whole)
        check >> EmptyOperator(task_id="b") >> EmptyOperator(task_id="c")
    assert worker.do(check).skip == skipped


def test_the_process_group_is_in_the_session_of_the_worker(worker):
    """Whoever ends all processes of the worker's session reaches the command as well."""
    task = BashOperator(task_id="a", bash_command="cut -d ' ' -f 6 /proc/$$/stat")
    assert worker.do(task).return_value == str(os.getsid(0))
