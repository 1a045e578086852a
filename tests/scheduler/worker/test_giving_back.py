"""Tries that give their process back, and tries that go on, seen from the worker."""

from __future__ import annotations

from typing import Any

from couture_scheduler.engine.launch import OutcomeKind

from couture_jupyter import xcom

HEADER = """
from datetime import datetime, timedelta, timezone
from couture_jupyter import DAG, BaseOperator
from couture_jupyter.exceptions import TaskDeferred, TaskRescheduled
from couture_jupyter.triggers import BaseTrigger

class Bell(BaseTrigger):
    def __init__(self, name):
        self.name = name
    def serialize(self):
        return ("bells.Bell", {"name": self.name})
    async def run(self):
        yield self.name

class Waiting(BaseOperator):
    template_fields = ("name",)
    def __init__(self, name="bell", **kwargs):
        super().__init__(**kwargs)
        self.name = name
    def execute(self, context):
        BODY
    def resume(self, context, event=None, **rest):
        return {"event": event, "rest": rest, "name": self.name, "began": context["ti"].first_started_at}

def note(name):
    return lambda context: context["ti"].xcom_push(name, str(context.get("exception")))

with DAG("dag"):
    Waiting(task_id="task", name="{{ ds }}", on_execute_callback=note("begun"), on_failure_callback=note("failed"))
"""
DEFER = "raise TaskDeferred(trigger=Bell(BELL), method_name='resume', kwargs=KWARGS, timeout=TIMEOUT)"


def deferring(bell: str = "'ding'", kwargs: str = "None", timeout: str = "None") -> str:
    """A DAG whose task waits for a bell."""
    body = DEFER.replace("BELL", bell).replace("KWARGS", kwargs).replace("TIMEOUT", timeout)
    return HEADER.replace("BODY", body)


def test_a_deferred_try_tells_how_it_goes_on(place: Any) -> None:
    outcome = place.run(deferring(kwargs="{'since': datetime(2026, 1, 1, tzinfo=timezone.utc)}", timeout="60"))
    assert outcome.kind is OutcomeKind.DEFERRED
    assert outcome.next.method == "resume"
    assert xcom.decode(outcome.next.kwargs)["since"].year == 2026
    assert outcome.next.trigger == {"class": "bells.Bell", "kwargs": {"name": "ding"}}
    assert outcome.next.at is not None
    assert place.engine.xcoms == {"begun": "None"}  # no callback hears of an end


def test_a_rescheduled_try_tells_when_it_looks_again(place: Any) -> None:
    moment = "2026-05-01T00:00:00+00:00"
    outcome = place.run(HEADER.replace("BODY", "raise TaskRescheduled(datetime(2026, 5, 1, tzinfo=timezone.utc))"))
    assert (outcome.kind, outcome.next.method, outcome.next.at) == (OutcomeKind.RESCHEDULED, "execute", moment)


def test_a_trigger_without_a_json_form_fails_the_try_with_a_sentence(place: Any) -> None:
    outcome = place.run(deferring(bell="object()"))
    assert outcome.kind is OutcomeKind.FAILED
    assert "the arguments of Bell have no JSON form" in outcome.error


def test_a_trigger_of_the_dag_file_itself_fails_the_try_with_what_to_do(place: Any) -> None:
    outcome = place.run(deferring().replace('"bells.Bell"', 'f"{__name__}.Bell"'))
    assert outcome.kind is OutcomeKind.FAILED
    assert "Put it into a module beside the DAG file" in outcome.error


def test_a_try_that_goes_on_gets_event_arguments_and_its_beginning_and_does_not_begin_again(place: Any) -> None:
    resume = {
        "method": "resume",
        "kwargs": {"n": xcom.encode((1, 2))},
        "event": {"bell": "ding"},
        "first_started_at": "2026-01-02T03:04:05+00:00",
    }
    launch = place.launch(deferring(), launch=2, resume=resume)
    place.executor.submit(launch)
    found = xcom.decode(place.end(launch).outcome.xcom["return_value"])
    assert found["event"] == {"bell": "ding"}
    assert found["rest"] == {"n": (1, 2)}
    assert found["name"] == "2026-01-01"  # templates are rendered again
    assert found["began"].isoformat() == "2026-01-02T03:04:05+00:00"
    assert "begun" not in place.engine.xcoms
    assert "goes on" in place.log(launch)


def test_a_wait_that_took_too_long_fails_the_try_and_its_callback_hears_of_it(place: Any) -> None:
    outcome = place.run(deferring(), launch=2, resume={"method": "resume", "kwargs": {}, "timed_out": True})
    assert (outcome.kind, outcome.error_name) == (OutcomeKind.FAILED, "TaskDeferralTimeout")
    assert "failed" in place.engine.xcoms


def test_a_trigger_that_failed_fails_the_try_with_its_traceback_in_the_log(place: Any) -> None:
    resume = {"method": "resume", "kwargs": {}, "failed": "The trigger bells.Bell failed.", "traceback": "Trace: here"}
    launch = place.launch(deferring(), launch=2, resume=resume)
    place.executor.submit(launch)
    outcome = place.end(launch).outcome
    assert (outcome.kind, outcome.error_name) == (OutcomeKind.FAILED, "TaskDeferralError")
    assert outcome.error == "The trigger bells.Bell failed."
    assert "Trace: here" in place.log(launch)


def test_a_rescheduled_try_executes_again(place: Any) -> None:
    resume = {"method": "execute", "kwargs": {}, "first_started_at": "2026-01-02T03:04:05+00:00"}
    outcome = place.run(HEADER.replace("BODY", "return str(context['ti'].first_started_at)"), launch=2, resume=resume)
    assert outcome.xcom["return_value"].startswith("2026-01-02")
