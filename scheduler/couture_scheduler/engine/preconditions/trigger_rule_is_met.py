"""The trigger rule is met: the states of the direct upstream tasks let this one start.

Source: Airflow's documentation ("Trigger Rules") and, where that is silent (what happens when a rule can no
longer be met), its ``TriggerRuleDep``. Two differences, both so that no run can wait for ever: removed
upstream tasks count as if they were not there, and a rule that cannot be met any more always ends in skipped
or upstream_failed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from couture_jupyter.states import TaskInstanceState as Task
from couture_jupyter.trigger_rules import TriggerRule as Rule
from couture_scheduler.engine.preconditions.verdict import Verdict


class Answer(Enum):
    """What a trigger rule says about a task."""

    WAIT = auto()
    RUN = auto()
    SKIP = auto()
    FAIL = auto()  # the task becomes upstream_failed


@dataclass(slots=True)
class Tally:
    """How many of the direct upstream task instances there are (removed ones are not counted) and how they
    ended."""

    total: int
    success: int = 0
    skipped: int = 0
    failed: int = 0
    upstream_failed: int = 0

    @property
    def bad(self) -> int:
        """Failed, itself or upstream."""
        return self.failed + self.upstream_failed

    @property
    def is_done(self) -> bool:
        """Whether all have ended."""
        return self.success + self.skipped + self.failed + self.upstream_failed >= self.total


def tally(states: Sequence[Task | None]) -> Tally:
    """Count ``states``."""
    total = len(states)
    success = states.count(Task.SUCCESS)
    if success == total:
        return Tally(total, success)
    return Tally(
        total - states.count(Task.REMOVED),
        success,
        states.count(Task.SKIPPED),
        states.count(Task.FAILED),
        states.count(Task.UPSTREAM_FAILED),
    )


def decide(rule: Rule, upstream: Tally) -> Answer:
    """What ``rule`` says; a task without upstream tasks runs whatever its rule is."""
    if upstream.total <= 0:
        return Answer.RUN
    return _RULES[rule](upstream)


def check(rule: Rule, upstream: Tally) -> Verdict:
    """The same as a sentence."""
    answer = decide(rule, upstream)
    return Verdict(answer is Answer.RUN, f"{_SENTENCES[answer]}{_found(rule, upstream)}", "trigger_rule_is_met")


def sentence(answer: Answer, rule: Rule, upstream: Tally) -> str:
    """Why a task is skipped or upstream_failed."""
    return f"{_SENTENCES[answer]}{_found(rule, upstream)}"


_SENTENCES = {
    Answer.RUN: "Its trigger rule is met",
    Answer.WAIT: "It waits for its upstream tasks",
    Answer.SKIP: "Its trigger rule cannot be met, so it is skipped",
    Answer.FAIL: "Its trigger rule cannot be met since something upstream failed",
}


def _found(rule: Rule, upstream: Tally) -> str:
    if upstream.total <= 0:
        return ": it has no upstream tasks."
    counts = [
        (upstream.success, "succeeded"),
        (upstream.failed, "failed"),
        (upstream.upstream_failed, "could not run"),
        (upstream.skipped, "skipped"),
        (upstream.total - upstream.success - upstream.bad - upstream.skipped, "not finished"),
    ]
    parts = ", ".join(f"{count} {word}" for count, word in counts if count)
    return f" ({rule}: of {upstream.total} upstream {parts})."


def _when_done(upstream: Tally) -> Answer:
    return Answer.RUN if upstream.is_done else Answer.WAIT


def _always(_: Tally) -> Answer:
    return Answer.RUN


def _all_success(upstream: Tally) -> Answer:
    if upstream.bad:
        return Answer.FAIL
    if upstream.skipped:
        return Answer.SKIP
    return _when_done(upstream)


def _all_failed(upstream: Tally) -> Answer:
    if upstream.success or upstream.skipped:
        return Answer.SKIP
    return _when_done(upstream)


def _all_skipped(upstream: Tally) -> Answer:
    if upstream.success or upstream.bad:
        return Answer.SKIP
    return _when_done(upstream)


def _all_done_min_one_success(upstream: Tally) -> Answer:
    if upstream.skipped:
        return Answer.SKIP
    if upstream.is_done and not upstream.success:
        return Answer.FAIL
    return _when_done(upstream)


def _one_success(upstream: Tally) -> Answer:
    if upstream.success:
        return Answer.RUN
    if not upstream.is_done:
        return Answer.WAIT
    return Answer.FAIL if upstream.bad else Answer.SKIP


def _one_failed(upstream: Tally) -> Answer:
    if upstream.bad:
        return Answer.RUN
    return Answer.SKIP if upstream.is_done else Answer.WAIT


def _one_done(upstream: Tally) -> Answer:
    if upstream.success or upstream.failed:
        return Answer.RUN
    return Answer.SKIP if upstream.is_done else Answer.WAIT


def _none_failed(upstream: Tally) -> Answer:
    return Answer.FAIL if upstream.bad else _when_done(upstream)


def _none_failed_min_one_success(upstream: Tally) -> Answer:
    if upstream.bad:
        return Answer.FAIL
    if upstream.skipped == upstream.total:
        return Answer.SKIP
    return _when_done(upstream)


def _none_skipped(upstream: Tally) -> Answer:
    return Answer.SKIP if upstream.skipped else _when_done(upstream)


_RULES: dict[Rule, Callable[[Tally], Answer]] = {
    Rule.ALL_SUCCESS: _all_success,
    Rule.ALL_FAILED: _all_failed,
    Rule.ALL_DONE: _when_done,
    Rule.ALL_DONE_MIN_ONE_SUCCESS: _all_done_min_one_success,
    # Setup tasks are not in the spec yet; without one Airflow's rule is all_done.
    Rule.ALL_DONE_SETUP_SUCCESS: _when_done,
    Rule.ALL_SKIPPED: _all_skipped,
    Rule.ONE_SUCCESS: _one_success,
    Rule.ONE_FAILED: _one_failed,
    Rule.ONE_DONE: _one_done,
    Rule.NONE_FAILED: _none_failed,
    Rule.NONE_FAILED_MIN_ONE_SUCCESS: _none_failed_min_one_success,
    Rule.NONE_FAILED_OR_SKIPPED: _none_failed_min_one_success,  # its name before Airflow 2.2
    Rule.NONE_SKIPPED: _none_skipped,
    Rule.ALWAYS: _always,
    Rule.DUMMY: _always,  # its name before Airflow 2
}
