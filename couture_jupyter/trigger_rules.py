"""When a task may start, seen from the states of its direct upstream tasks (Airflow's trigger rules).

Source: Airflow's documentation ("Trigger Rules") and, where that is silent (what happens when a rule can no
longer be met), its ``TriggerRuleDep``. Two differences, both so that no run can wait for ever: removed
upstream tasks count as if they were not there, and a rule that cannot be met any more always ends in skipped
or upstream_failed. Both the engine and ``dag.test()`` ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from couture_jupyter.states import TaskInstanceState as Task


class TriggerRule(StrEnum):
    """The names of Airflow's trigger rules; ``decide`` says what each means."""

    ALL_SUCCESS = "all_success"
    ALL_FAILED = "all_failed"
    ALL_DONE = "all_done"
    ALL_DONE_MIN_ONE_SUCCESS = "all_done_min_one_success"
    ALL_DONE_SETUP_SUCCESS = "all_done_setup_success"
    ALL_SKIPPED = "all_skipped"
    ONE_SUCCESS = "one_success"
    ONE_FAILED = "one_failed"
    ONE_DONE = "one_done"
    NONE_FAILED = "none_failed"
    NONE_FAILED_MIN_ONE_SUCCESS = "none_failed_min_one_success"
    NONE_SKIPPED = "none_skipped"
    ALWAYS = "always"
    DUMMY = "dummy"
    NONE_FAILED_OR_SKIPPED = "none_failed_or_skipped"


class Answer(Enum):
    """What a trigger rule says about a task."""

    WAIT = auto()
    RUN = auto()
    SKIP = auto()
    FAIL = auto()  # the task becomes upstream_failed


@dataclass(slots=True)
class Tally:
    """How many of the direct upstream task instances there are (removed ones are not counted) and how they
    ended. ``setups`` counts those of them that are setup tasks, for the one rule that asks."""

    total: int
    success: int = 0
    skipped: int = 0
    failed: int = 0
    upstream_failed: int = 0
    setups: Tally | None = None

    @property
    def bad(self) -> int:
        """Failed, itself or upstream."""
        return self.failed + self.upstream_failed

    @property
    def is_done(self) -> bool:
        """Whether all have ended."""
        return self.success + self.skipped + self.failed + self.upstream_failed >= self.total


def tally(states: Sequence[Task | None], setups: Sequence[Task | None] = ()) -> Tally:
    """Count ``states``; ``setups`` are those among them of setup tasks."""
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
        tally(setups) if setups else None,
    )


def decide(rule: TriggerRule, upstream: Tally) -> Answer:
    """What ``rule`` says; a task without upstream tasks runs whatever its rule is."""
    if upstream.total <= 0:
        return Answer.RUN
    return _RULES[rule](upstream)


def _when_done(upstream: Tally) -> Answer:
    return Answer.RUN if upstream.is_done else Answer.WAIT


def _all_done_setup_success(upstream: Tally) -> Answer:
    """What a teardown waits for: there must have been something to tear down."""
    setups = upstream.setups
    if not upstream.is_done or setups is None or setups.total <= 0 or setups.success:
        return _when_done(upstream)
    return Answer.SKIP if setups.skipped == setups.total else Answer.FAIL


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


_RULES: dict[TriggerRule, Callable[[Tally], Answer]] = {
    TriggerRule.ALL_SUCCESS: _all_success,
    TriggerRule.ALL_FAILED: _all_failed,
    TriggerRule.ALL_DONE: _when_done,
    TriggerRule.ALL_DONE_MIN_ONE_SUCCESS: _all_done_min_one_success,
    TriggerRule.ALL_DONE_SETUP_SUCCESS: _all_done_setup_success,
    TriggerRule.ALL_SKIPPED: _all_skipped,
    TriggerRule.ONE_SUCCESS: _one_success,
    TriggerRule.ONE_FAILED: _one_failed,
    TriggerRule.ONE_DONE: _one_done,
    TriggerRule.NONE_FAILED: _none_failed,
    TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS: _none_failed_min_one_success,
    TriggerRule.NONE_FAILED_OR_SKIPPED: _none_failed_min_one_success,  # its name before Airflow 2.2
    TriggerRule.NONE_SKIPPED: _none_skipped,
    TriggerRule.ALWAYS: _always,
    TriggerRule.DUMMY: _always,  # its name before Airflow 2
}
