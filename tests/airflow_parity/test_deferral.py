"""Deferring and rescheduling, by Airflow's documentation ("Deferrable Operators & Triggers", "Sensors")."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from couture_jupyter import DAG, BaseOperator
from couture_jupyter.airflow_compat.errors import TaskDeferralTimeout
from couture_jupyter.exceptions import TaskDeferred, TaskRescheduled
from couture_jupyter.triggers import BaseTrigger, TriggerEvent


class Bell(BaseTrigger):
    """Rings at once, or never."""

    def __init__(self, sounds: list[str]) -> None:
        super().__init__()
        self.sounds = sounds

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """As any trigger."""
        return "bells.Bell", {"sounds": self.sounds}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """All its sounds, then silence."""
        for sound in self.sounds:
            yield TriggerEvent(sound)
        await asyncio.Event().wait()


class Waiting(BaseOperator):
    """Does what the test says."""

    def __init__(self, first: Callable[[Waiting, Any], Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.first = first

    def execute(self, context: Any) -> Any:
        """The first process."""
        return self.first(self, context)

    def execute_complete(self, context: Any, event: Any = None, **rest: Any) -> Any:
        """A further one."""
        return {"event": event, "rest": rest, "kept": getattr(self, "kept", None)}


def run(first: Callable[[Waiting, Any], Any], **arguments: Any) -> Any:
    """A run of one such task."""
    with DAG("waits") as dag:
        Waiting(task_id="a", first=first, **arguments)
    return dag.test(logical_date=datetime(2026, 1, 1, tzinfo=UTC))


def test_the_task_goes_on_in_the_named_method_with_the_event_and_the_kwargs() -> None:
    """What the trigger tells comes as ``event``, beside what was given to ``defer``."""
    found = run(lambda me, _: me.defer(trigger=Bell(["ding"]), method_name="execute_complete", kwargs={"n": 1}))
    assert found.xcom_pull("a") == {"event": "ding", "rest": {"n": 1}, "kept": None}


def test_the_first_event_ends_the_wait() -> None:
    """Later events of the trigger are lost."""
    found = run(lambda me, _: me.defer(trigger=Bell(["ding", "dong"]), method_name="execute_complete"))
    assert found.xcom_pull("a")["event"] == "ding"


def test_attributes_of_the_operator_do_not_outlive_a_deferral() -> None:
    """The task goes on in a new operator; what is to be kept goes into ``kwargs``."""

    def first(me: Waiting, context: Any) -> None:
        me.kept = "no"
        me.defer(trigger=Bell(["ding"]), method_name="execute_complete")

    assert run(first).xcom_pull("a")["kept"] is None


def test_task_deferred_may_be_raised_by_hand() -> None:
    """``defer`` is a short way of raising it; ``except Exception`` does not catch it."""

    def first(me: Waiting, context: Any) -> None:
        try:
            raise TaskDeferred(trigger=Bell(["ding"]), method_name="execute_complete")
        except Exception as error:
            raise AssertionError from error

    assert run(first).xcom_pull("a")["event"] == "ding"


def test_a_wait_longer_than_its_timeout_fails_the_task() -> None:
    """With TaskDeferralTimeout, of which the failure callback hears."""
    heard: list[Any] = []
    late = timedelta(milliseconds=10)
    found = run(
        lambda me, _: me.defer(trigger=Bell([]), method_name="execute_complete", timeout=late),
        on_failure_callback=lambda context: heard.append(context["exception"]),
    )
    assert found.states == {"a": "failed"}
    assert [type(each) for each in heard] == [TaskDeferralTimeout]


def test_neither_deferring_nor_rescheduling_is_an_end() -> None:
    """Callbacks about the beginning and the end are called once, however many processes a try takes."""
    heard: list[str] = []
    looks: list[int] = []

    def first(me: Waiting, context: Any) -> None:
        looks.append(1)
        if len(looks) < 3:
            raise TaskRescheduled(datetime.now(UTC))
        me.defer(trigger=Bell(["ding"]), method_name="execute_complete")

    names = ("on_execute_callback", "on_success_callback", "on_retry_callback", "on_failure_callback")
    found = run(first, **{name: lambda context, name=name: heard.append(name) for name in names})
    assert found.states == {"a": "success"}
    assert len(looks) == 3
    assert heard == ["on_execute_callback", "on_success_callback"]
