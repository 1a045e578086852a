"""Sensors: what they wait for, how they wait, and when they give up."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from couture_jupyter import DAG
from couture_jupyter.airflow_compat.errors import TaskDeferralError
from couture_jupyter.exceptions import (
    DagError,
    SensorTimeout,
    TaskDeferred,
    TaskFailed,
    TaskRescheduled,
    TaskSkipped,
)
from couture_jupyter.sensors.base import BaseSensorOperator, PokeReturnValue, poke_mode_only
from couture_jupyter.sensors.bash import BashSensor
from couture_jupyter.sensors.file import FileSensor
from couture_jupyter.sensors.python import PythonSensor
from couture_jupyter.sensors.time import (
    DateTimeSensor,
    DateTimeSensorAsync,
    DayOfWeekSensor,
    TimeDeltaSensor,
    TimeSensor,
    WaitSensor,
)
from couture_jupyter.taskflow import task


class Answers(BaseSensorOperator):
    """Answers one after the other; an exception is raised."""

    def __init__(self, *, answers, **kwargs):
        super().__init__(**{"task_id": "wait", "poke_interval": 0, **kwargs})
        self.answers = answers

    def poke(self, context):
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer


def test_it_asks_until_the_answer_is_yes(worker):
    sensor = Answers(answers=[False, None, True, "left"])
    assert worker.do(sensor).return_value is None
    assert sensor.answers == ["left"]


def test_an_answer_may_bring_a_value(worker):
    answers = [PokeReturnValue(is_done=False, xcom_value=1), PokeReturnValue(is_done=True, xcom_value=2)]
    assert worker.do(Answers(answers=answers)).return_value == 2


def test_a_timeout_fails_for_good(worker):
    with pytest.raises(SensorTimeout, match="did not come within 0 seconds"):
        worker.do(Answers(answers=[False], timeout=0))
    assert issubclass(SensorTimeout, TaskFailed)


@pytest.mark.parametrize("how", [{"soft_fail": True}, {"never_fail": True}])
def test_a_timeout_may_skip(worker, how):
    with pytest.raises(TaskSkipped):
        worker.do(Answers(answers=[False], timeout=0, **how))


@pytest.mark.parametrize(
    ("error", "how", "raised"),
    [
        (ValueError("no"), {}, ValueError),
        (ValueError("no"), {"soft_fail": True}, ValueError),
        (ValueError("no"), {"never_fail": True}, TaskSkipped),
        (TaskFailed("no"), {"soft_fail": True}, TaskSkipped),
        (TaskFailed("no"), {}, TaskFailed),
        (TaskSkipped("no"), {"silent_fail": True}, TaskSkipped),
    ],
)
def test_an_error_while_asking(worker, error, how, raised):
    with pytest.raises(raised):
        worker.do(Answers(answers=[error], **how))


def test_a_silent_failure_counts_as_no(worker):
    sensor = Answers(answers=[ValueError("no"), True], silent_fail=True)
    worker.do(sensor)
    assert sensor.answers == []


def test_reschedule_gives_the_process_back(worker):
    before = datetime.now(UTC)
    with pytest.raises(TaskRescheduled) as raised:
        worker.do(Answers(answers=[False], mode="reschedule", poke_interval=30))
    assert timedelta(29) > raised.value.reschedule_date - before >= timedelta(seconds=30)


@pytest.mark.parametrize(("cleared", "ends"), [(False, SensorTimeout), (True, TaskRescheduled)])
def test_the_time_of_a_rescheduled_sensor_counts_over_its_tries(worker, cleared, ends):
    """A try that failed for another reason does not begin the wait anew; clearing the task does."""
    sensor = Answers(answers=[False, False], mode="reschedule", poke_interval=30, timeout=3600, retries=1)
    with pytest.raises(TaskRescheduled):
        worker.do(sensor)
    folder = worker.this_try.folder
    (folder / "waiting-since.txt").write_text((datetime.now(UTC) - timedelta(hours=2)).isoformat())
    folder.rename(folder.with_name("try-1"))  # where the engine has it
    worker.max_tries = 2 if cleared else 1
    with pytest.raises(ends):
        worker.do(sensor, try_number=2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": "dream"},
        {"soft_fail": True, "never_fail": True},
        {"poke_interval": -1},
        {"timeout": "soon"},
        {"timeout": timedelta(-1)},
    ],
)
def test_wrong_arguments_are_named(wrong):
    with pytest.raises(DagError, match="wait"):
        Answers(answers=[], **wrong)


def test_backoff_doubles_up_to_a_limit():
    sensor = Answers(answers=[], poke_interval=10, exponential_backoff=True, timeout=10_000)
    pauses = [sensor._pause(number, 0.0) for number in (1, 2, 3, 4)]
    assert all(least <= pause <= 2 * least for pause, least in zip(pauses, [5, 10, 20, 40], strict=True))
    limited = Answers(answers=[], poke_interval=10, exponential_backoff=True, max_wait=timedelta(seconds=15))
    assert limited._pause(9, 0.0) == 15


def test_poke_mode_only():
    @poke_mode_only
    class Strict(Answers):
        """Cannot be rescheduled."""

    assert Strict(answers=[]).mode == "poke"
    with pytest.raises(DagError, match="poke"):
        Strict(answers=[], mode="reschedule")
    with pytest.raises(DagError):
        poke_mode_only(int)


def test_a_file_or_a_folder_with_a_file(worker, tmp_path):
    def is_there(path, **more):
        return FileSensor(task_id="wait", filepath=str(path), **more).poke({})

    (tmp_path / "empty").mkdir()
    (tmp_path / "full" / "deep").mkdir(parents=True)
    assert not is_there(tmp_path / "empty")
    assert not is_there(tmp_path / "*.csv")
    (tmp_path / "full" / "deep" / "a.csv").write_text("1")
    assert is_there(tmp_path / "full")
    assert is_there(tmp_path / "full" / "*" / "a.csv")
    assert is_there(tmp_path / "**" / "a.csv", recursive=True)


def test_a_deferrable_file_sensor_waits_in_a_trigger(worker, tmp_path):
    path = tmp_path / "a.csv"
    sensor = FileSensor(task_id="wait", filepath=str(path), deferrable=True, poke_interval=7, timeout=20)
    with pytest.raises(TaskDeferred) as deferred:
        worker.do(sensor)
    assert deferred.value.timeout == timedelta(seconds=20)
    assert deferred.value.trigger.serialize()[1] == {"filepath": str(path), "recursive": False, "poke_interval": 7}
    path.write_text("1")
    worker.do(sensor)


def test_a_wait_without_process_that_is_too_long_is_the_sensors_timeout():
    kwargs = {"__timed_out__": True}
    with pytest.raises(SensorTimeout):
        FileSensor(task_id="wait", filepath="/x").resume_execution("execute_complete", kwargs, {})
    with pytest.raises(TaskSkipped):
        FileSensor(task_id="wait", filepath="/x", soft_fail=True).resume_execution("execute_complete", kwargs, {})


def test_a_function_says_when(worker):
    calls = []
    sensor = PythonSensor(
        task_id="wait",
        python_callable=lambda ds, step: calls.append(ds) or len(calls) >= step,
        op_kwargs={"step": 2},
        poke_interval=0,
    )
    worker.do(sensor)
    assert calls == ["2026-03-04"] * 2


def test_task_sensor_is_a_sensor(worker):
    with DAG("demo"):

        @task.sensor(poke_interval=0, timeout=60)
        def wait(word):
            return PokeReturnValue(is_done=True, xcom_value=word)

        made = wait("there").operator
    assert isinstance(made, PythonSensor)
    assert worker.do(made).return_value == "there"


def test_a_command_says_when(worker, tmp_path):
    counter = tmp_path / "n"
    command = f"echo x >> {counter}; test $(wc -l < {counter}) -ge 2"
    worker.do(BashSensor(task_id="wait", bash_command=command, poke_interval=0))
    assert counter.read_text() == "x\nx\n"
    with pytest.raises(TaskFailed, match="exit code 3"):
        worker.do(BashSensor(task_id="other", bash_command="exit 3", retry_exit_code=2, poke_interval=0))


def test_moments(worker):
    past, future = datetime(2020, 1, 1, tzinfo=UTC), datetime(2999, 1, 1)
    worker.do(DateTimeSensor(task_id="a", target_time=past))
    worker.do(DateTimeSensor(task_id="b", target_time="{{ ds }}"))
    worker.do(TimeDeltaSensor(task_id="c", delta=timedelta(hours=-1)))
    with pytest.raises(TaskDeferred) as deferred:
        worker.do(DateTimeSensorAsync(task_id="d", target_time=future))
    assert deferred.value.trigger.moment == future.replace(tzinfo=UTC)
    with pytest.raises(TaskDeferred):
        worker.do(WaitSensor(task_id="e", time_to_wait=5))
    worker.do(WaitSensor(task_id="f", time_to_wait=timedelta(0), deferrable=False, poke_interval=0))


def test_a_time_of_day_is_of_the_dags_time_zone():
    with DAG("demo", start_date=datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Kolkata"))) as dag:
        sensor = TimeSensor(task_id="wait", target_time=time(9, 30))
    assert str(sensor.target({}).tzinfo) == dag.timezone
    assert (sensor.target({}).hour, sensor.target({}).minute) == (9, 30)


def test_days_of_the_week(worker):
    context = {"logical_date": datetime(2026, 3, 4)}  # a Wednesday
    day = DayOfWeekSensor(task_id="a", week_day="Wednesday", use_task_logical_date=True)
    assert day.poke(context)
    assert DayOfWeekSensor(task_id="b", week_day={"monday", "WEDNESDAY"}, use_task_logical_date=True).poke(context)
    assert not DayOfWeekSensor(task_id="c", week_day="Friday", use_task_logical_date=True).poke(context)
    with pytest.raises(DagError, match="no day of the week"):
        DayOfWeekSensor(task_id="d", week_day="Someday")


def test_a_trigger_that_failed_fails_the_sensor_or_skips_it():
    kwargs = {"__failed__": "no disk"}
    with pytest.raises(TaskDeferralError, match="no disk"):
        FileSensor(task_id="wait", filepath="/x").resume_execution("execute_complete", kwargs, {})
    with pytest.raises(TaskSkipped, match="no disk"):
        FileSensor(task_id="wait", filepath="/x", soft_fail=True).resume_execution("execute_complete", kwargs, {})
