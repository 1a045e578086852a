"""The trigger rule is met: the states of the direct upstream tasks let this one start.

What each rule means stands in ``couture_jupyter.trigger_rules``; here is what people are told.
"""

from __future__ import annotations

from couture_jupyter.trigger_rules import Answer, Tally, decide
from couture_jupyter.trigger_rules import TriggerRule as Rule
from couture_scheduler.engine.preconditions.verdict import Verdict


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
