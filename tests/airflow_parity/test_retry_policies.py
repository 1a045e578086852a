"""Retry policies: a task's own rules for which failures are worth another try."""

from __future__ import annotations

from datetime import timedelta

import pytest

from couture_jupyter.exceptions import DagError, TaskFailed
from couture_jupyter.retry_policies import (
    ExceptionRetryPolicy,
    RetryAction,
    RetryDecision,
    RetryPolicy,
    RetryRule,
    chosen_delay,
    judge,
)

POLICY = ExceptionRetryPolicy(
    [
        RetryRule(ConnectionError, RetryAction.RETRY, timedelta(seconds=30)),
        RetryRule(["builtins.ValueError", KeyError], RetryAction.FAIL, reason="wrong input"),
        RetryRule("no.such.Error", RetryAction.FAIL),
    ]
)


def judged(error: BaseException, policy: RetryPolicy | None = POLICY) -> BaseException:
    return judge(policy, error, 1, 3, {})


def test_the_first_rule_that_fits_decides() -> None:
    """Rules are asked in their order; classes, dotted paths and lists of both name exceptions."""
    assert POLICY.evaluate(ConnectionResetError(), 1, 3).retry_delay == timedelta(seconds=30)
    assert POLICY.evaluate(KeyError("x"), 1, 3).action is RetryAction.FAIL
    assert POLICY.evaluate(OSError(), 1, 3) == RetryDecision.default()


def test_a_rule_may_ask_for_the_very_class() -> None:
    """With ``match_subclasses=False`` a subclass does not fit."""
    rule = RetryRule(ConnectionError, match_subclasses=False)
    assert rule.matches(ConnectionError())
    assert not rule.matches(ConnectionResetError())


def test_fail_ends_the_task_for_good() -> None:
    """FAIL: no further tries, whatever ``retries`` says; the reason is told."""
    found = judged(ValueError("bad row"))
    assert isinstance(found, TaskFailed)
    assert str(found) == "ValueError: bad row. No more tries: wrong input."


def test_retry_may_choose_the_delay() -> None:
    """RETRY keeps the failure as it is, and its delay comes before the task's own."""
    error = ConnectionError()
    assert judged(error) is error
    assert chosen_delay(error) == 30.0
    assert chosen_delay(judged(OSError())) is None


def test_a_failure_for_good_is_not_asked_about() -> None:
    """A policy cannot win another try for a task that failed for good."""
    error = TaskFailed("enough")
    assert judged(error, ExceptionRetryPolicy([RetryRule(Exception)])) is error


def test_an_exception_is_named_by_its_dotted_path() -> None:
    """A name without a module says nothing: refused where the rule is made."""
    with pytest.raises(DagError, match=r"by its dotted path"):
        RetryRule("ValueError")
