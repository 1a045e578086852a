"""The run is running."""

from __future__ import annotations

from couture_jupyter.states import DagRunState
from couture_scheduler.engine.preconditions.verdict import Verdict

_SENTENCES = {
    DagRunState.RUNNING: "Its run is running.",
    DagRunState.QUEUED: "Its run is queued: it waits until fewer runs of this DAG are active.",
    DagRunState.SUCCESS: "Its run has ended in success.",
    DagRunState.FAILED: "Its run has ended in failed.",
}


def is_met(state: DagRunState) -> bool:
    """Whether tasks of this run may start."""
    return state is DagRunState.RUNNING


def check(state: DagRunState) -> Verdict:
    """The same with a sentence."""
    return Verdict(is_met(state), _SENTENCES[state], "run_is_running")
