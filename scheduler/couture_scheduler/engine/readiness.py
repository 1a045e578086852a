"""A task instance without a state: may it start, will it never, or must it wait?"""

from __future__ import annotations

from collections.abc import Iterable

from couture_jupyter.states import TaskInstanceState as Task
from couture_jupyter.trigger_rules import Answer, Tally, TriggerRule, decide, tally
from couture_scheduler.engine import mapping
from couture_scheduler.engine.graph import Node
from couture_scheduler.engine.look import Look, TaskState, is_finished
from couture_scheduler.engine.preconditions import previous_run_succeeded, trigger_rule_is_met
from couture_scheduler.engine.snapshot import TaskKey

NOTHING_TO_MAP = "There is nothing to map over: the list is empty."
NO_SIZE = "What it maps over was not made."
TOO_MANY = "What it maps over has become shorter."


def settle(look: Look, key: TaskKey, node: Node) -> None:
    """Decide about the instance ``key``, which has no state; leave it as it is if it must wait."""
    if node.size is not None and key[1] == mapping.PLACEHOLDER:
        _settle_placeholder(look, key, node)
        return
    answer, because = _answer(look, key, node)
    if answer is Answer.RUN:
        if node.size is None or _fits(look, key, node):
            _start(look, key, node)
    elif answer is not Answer.WAIT:
        look.set(key, Task.SKIPPED if answer is Answer.SKIP else Task.UPSTREAM_FAILED, because)


def upstream_tally(look: Look, key: TaskKey, node: Node) -> Tally:
    """How what is directly upstream of the instance has ended."""
    if node.group is None:
        states = look.states(node.upstream)
    else:
        states = [look.state(each) for each in mapping.upstream_of(look, key, node)]
    if look.graph.has_dates:
        states = [*states, *(None for _ in absent(look, node.upstream))]
    if node.has_upstream_setup and node.task.trigger_rule == TriggerRule.ALL_DONE_SETUP_SUCCESS:
        return tally(states, _setup_states(look, key, node))
    return tally(states)


def absent(look: Look, others: Iterable[TaskKey]) -> list[TaskKey]:
    """Those of ``others`` that the run does not have, since their dates leave it out: they never end. As in Airflow
    they are not counted where one of the others is mapped."""
    others = tuple(others)
    if any(look.graph.nodes[other[0]].size is not None for other in others):
        return []
    return [other for other in others if not look.instances(other)]


def answer_for(look: Look, key: TaskKey, node: Node) -> Answer:
    """Whether the instance may start, apart from the run before."""
    return _answer(look, key, node)[0]


def _answer(look: Look, key: TaskKey, node: Node) -> tuple[Answer, str]:
    if node.setups and not node.task.is_teardown:
        answer, because = _setups_allow(look, key, node)
        if answer is not Answer.RUN:
            return answer, because
    upstream = upstream_tally(look, key, node)
    answer = decide(node.task.trigger_rule, upstream)
    if answer is Answer.RUN and node.scope and not _scope_is_done(look, key, node):
        answer = Answer.WAIT
    if answer is Answer.WAIT:
        return answer, ""
    against = _decided_against(look, key, node) if upstream.success else ""
    if against:
        return Answer.SKIP, f"{against} decided against it."
    return answer, "" if answer is Answer.RUN else trigger_rule_is_met.sentence(
        answer, node.task.trigger_rule, upstream
    )


def _setups_allow(look: Look, key: TaskKey, node: Node) -> tuple[Answer, str]:
    """Setup tasks that are needed but not directly upstream: whatever its trigger rule, it starts only with them."""
    states = [look.state(each) for setup in node.setups for each in mapping.related(look, key, node, setup)]
    states += [None for _ in absent(look, node.setups)]
    if any(state is Task.FAILED or state is Task.UPSTREAM_FAILED for state in states):
        return Answer.FAIL, "A setup task that it needs has failed."
    if any(state is Task.SKIPPED for state in states):
        return Answer.SKIP, "A setup task that it needs was skipped."
    return (Answer.RUN if all(is_finished(state) for state in states) else Answer.WAIT), ""


def _scope_is_done(look: Look, key: TaskKey, node: Node) -> bool:
    """Of a teardown: what its setups were for is over, also where that is not directly before it."""
    inside = [each for other in node.scope for each in mapping.related(look, key, node, other)]
    return all(is_finished(look.state(each)) for each in inside) and not absent(look, node.scope)


def _setup_states(look: Look, key: TaskKey, node: Node) -> list[TaskState]:
    return [
        look.state(each)
        for above in node.upstream
        if look.graph.nodes[above[0]].task.is_setup
        for each in mapping.related(look, key, node, above)
    ]


def _decided_against(look: Look, key: TaskKey, node: Node) -> str:
    """The task directly upstream whose last success decided against this one: it is remembered when only this one is
    cleared."""
    tasks = look.run.tasks
    above = node.upstream if node.group is None else mapping.upstream_of(look, key, node)
    for each in above:
        ti = tasks.get(each)
        if ti is not None and ti.skips and key[0] in ti.skips and look.state(each) is Task.SUCCESS:
            return each[0]
    return ""


def _start(look: Look, key: TaskKey, node: Node) -> None:
    if not node.looks_back or previous_run_succeeded.is_met(node.task, key, look.run.previous):
        look.set(key, Task.SCHEDULED)


def _settle_placeholder(look: Look, key: TaskKey, node: Node) -> None:
    size = mapping.size_of(look, node)
    if size is not None and size > 0:
        look.expand(key[0], size)
        return
    answer, because = _answer(look, key, node)
    if size == 0 and answer in (Answer.RUN, Answer.SKIP):
        look.set(key, Task.SKIPPED, NOTHING_TO_MAP)
    elif answer is Answer.RUN:
        never = mapping.never_known(look, node)
        if never is not None:
            look.set(key, never, NO_SIZE)
    elif answer is not Answer.WAIT:
        look.set(key, Task.SKIPPED if answer is Answer.SKIP else Task.UPSTREAM_FAILED, because)


def _fits(look: Look, key: TaskKey, node: Node) -> bool:
    """Whether the instance is still wanted. After tasks upstream were cleared they may have made more or less."""
    size = mapping.size_of(look, node)
    if size is None:
        return True
    if key[1] >= size:
        gone = (Task.SKIPPED, NOTHING_TO_MAP) if size == key[1] == 0 else (Task.REMOVED, TOO_MANY)
        look.set(key, *gone)
        return False
    if key[1] == 0 and len(look.instances(node.key)) < size:
        look.expand(key[0], size)
    return True
