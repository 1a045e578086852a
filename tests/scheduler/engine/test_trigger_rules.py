"""Every trigger rule, by Airflow's documentation: the states of the upstream tasks, and what follows for the task.

s success, f failed, u upstream_failed, k skipped, r removed, . not finished.
"""

from __future__ import annotations

from itertools import product

import pytest
from couture_scheduler.engine.preconditions.trigger_rule_is_met import check

from couture_jupyter.states import TaskInstanceState as Task
from couture_jupyter.trigger_rules import Answer, TriggerRule, decide, tally

STATES = {
    "s": Task.SUCCESS,
    "f": Task.FAILED,
    "u": Task.UPSTREAM_FAILED,
    "k": Task.SKIPPED,
    "r": Task.REMOVED,
    ".": Task.RUNNING,
}

# rule: {upstream: answer}; answers: run, wait, skip, fail (upstream_failed)
TABLE = {
    "all_success": {
        "ss": "run", "s.": "wait", "..": "wait", "sf": "fail", "f.": "fail", "u.": "fail", "sk": "skip", "k.": "skip",
        "kf": "fail", "kk": "skip", "sr": "run",
    },
    "all_failed": {
        "ff": "run", "fu": "run", "uu": "run", "f.": "wait", "fs": "skip", "s.": "skip", "fk": "skip", "k.": "skip",
        "fr": "run",
    },
    "all_done": {"ss": "run", "sf": "run", "uk": "run", "kk": "run", "s.": "wait", "f.": "wait", "k.": "wait"},
    "all_done_setup_success": {"ss": "run", "sf": "run", "uk": "run", "s.": "wait"},
    "all_done_min_one_success": {
        "ss": "run", "sf": "run", "su": "run", "ff": "fail", "uu": "fail", "s.": "wait", "f.": "wait", "sk": "skip",
    },
    "all_skipped": {"kk": "run", "k.": "wait", "ks": "skip", "kf": "skip", "ku": "skip", "s.": "skip"},
    "one_success": {
        "s.": "run", "sf": "run", "sk": "run", "..": "wait", "f.": "wait", "k.": "wait", "ff": "fail", "fk": "fail",
        "uk": "fail", "kk": "skip",
    },
    "one_failed": {
        "f.": "run", "u.": "run", "fs": "run", "fk": "run", "s.": "wait", "k.": "wait", "ss": "skip", "sk": "skip",
        "kk": "skip",
    },
    "one_done": {
        "s.": "run", "f.": "run", "sk": "run", "k.": "wait", "u.": "wait", "..": "wait", "kk": "skip", "uk": "skip",
    },
    "none_failed": {
        "ss": "run", "sk": "run", "kk": "run", "s.": "wait", "k.": "wait", "sf": "fail", "f.": "fail", "u.": "fail",
    },
    "none_failed_min_one_success": {
        "ss": "run", "sk": "run", "kk": "skip", "s.": "wait", "k.": "wait", "sf": "fail", "f.": "fail", "ku": "fail",
    },
    "none_failed_or_skipped": {"ss": "run", "sk": "run", "kk": "skip", "f.": "fail"},
    "none_skipped": {"ss": "run", "sf": "run", "ff": "run", "uu": "run", "s.": "wait", "sk": "skip", "k.": "skip"},
    "always": {"..": "run", "f.": "run", "kk": "run"},
    "dummy": {"..": "run"},
}  # fmt: skip

ROWS = [(rule, upstream, answer) for rule, cases in TABLE.items() for upstream, answer in cases.items()]


def answer_to(rule: str, upstream: str) -> Answer:
    return decide(TriggerRule(rule), tally([STATES[letter] for letter in upstream]))


def test_the_table_has_every_rule() -> None:
    assert set(TABLE) == set(TriggerRule)


@pytest.mark.parametrize(("rule", "upstream", "answer"), ROWS)
def test_the_rule_answers_as_documented(rule: str, upstream: str, answer: str) -> None:
    assert answer_to(rule, upstream) is Answer[answer.upper()]


@pytest.mark.parametrize(("rule", "upstream", "answer"), ROWS)
def test_the_order_of_upstream_tasks_does_not_matter(rule: str, upstream: str, answer: str) -> None:
    assert answer_to(rule, upstream[::-1]) is Answer[answer.upper()]


@pytest.mark.parametrize("rule", list(TriggerRule))
def test_a_task_without_upstream_tasks_runs(rule: TriggerRule) -> None:
    assert answer_to(rule, "") is Answer.RUN
    assert answer_to(rule, "r") is Answer.RUN


@pytest.mark.parametrize("rule", list(TriggerRule))
def test_nothing_waits_once_all_upstream_tasks_have_ended(rule: TriggerRule) -> None:
    for letters in product("sfukr", repeat=3):
        assert answer_to(rule, "".join(letters)) is not Answer.WAIT


@pytest.mark.parametrize("rule", list(TriggerRule))
def test_what_is_decided_early_is_not_regretted_later(rule: TriggerRule) -> None:
    """Skipping or failing early is only right if no end of the others could have let the task run."""
    for letters in product("sfuk", repeat=2):
        early = answer_to(rule, "".join(letters) + ".")
        if early in (Answer.SKIP, Answer.FAIL):
            assert all(answer_to(rule, "".join(letters) + last) is not Answer.RUN for last in "sfuk")


def test_the_sentence_counts_what_it_found() -> None:
    verdict = check(TriggerRule.ALL_SUCCESS, tally([Task.SUCCESS, Task.RUNNING, None]))
    assert not verdict.met
    assert verdict.sentence == (
        "It waits for its upstream tasks (all_success: of 3 upstream 1 succeeded, 2 not finished)."
    )


@pytest.mark.parametrize(
    ("setups", "answer"), [("ss", "run"), ("sf", "run"), ("sk", "run"), ("kk", "skip"), ("ff", "fail"), ("fk", "fail")]
)
def test_a_teardown_runs_when_a_setup_succeeded(setups: str, answer: str) -> None:
    """all_done_setup_success: everything upstream has ended and, if there are setups, one of them succeeded."""
    states, work = [STATES[letter] for letter in setups], [Task.FAILED]
    assert decide(TriggerRule.ALL_DONE_SETUP_SUCCESS, tally(states + work, states)) is Answer[answer.upper()]
    assert decide(TriggerRule.ALL_DONE_SETUP_SUCCESS, tally([*states, None], states)) is Answer.WAIT
