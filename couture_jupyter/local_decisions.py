"""What may run next in a run of ``dag.test()``, what never will, and how the run ends.

It decides as the engine does (``couture_scheduler.engine``), by the same functions for trigger rules, the scopes of
setups, the sizes of mapped tasks and what counts for the run; a property test compares the two. As in Airflow's
``dag.test()`` all that is ready runs before anything else is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from couture_jupyter import sizes
from couture_jupyter.runtime import RunInfo
from couture_jupyter.serialization.shape import (
    decides_run,
    mapped_groups,
    scopes,
    tasks_of_run,
    teardown_scopes,
    topological,
)
from couture_jupyter.serialization.spec import DagSpec, GroupSpec, TaskSpec
from couture_jupyter.states import FINISHED_TASK_STATES, DagRunState
from couture_jupyter.states import TaskInstanceState as State
from couture_jupyter.trigger_rules import Answer, TriggerRule, decide, tally

UNMAPPED = -1
_ENDS = {Answer.SKIP: State.SKIPPED, Answer.FAIL: State.UPSTREAM_FAILED}
_BAD = (State.FAILED, State.UPSTREAM_FAILED)


@dataclass(slots=True)
class LocalTaskInstance:
    """One task instance of a ``LocalRun``."""

    task_id: str
    map_index: int = UNMAPPED
    state: State | None = None
    error: BaseException | None = None
    map_label: str | None = None

    @property
    def name(self) -> str:
        """The task's id, with the map index if it has one."""
        return self.task_id if self.map_index < 0 else f"{self.task_id}[{self.map_index}]"

    def __str__(self) -> str:
        return self.task_id if self.map_index < 0 else f"{self.task_id}[{self.map_label or self.map_index}]"


class LocalDecisions:
    """The task instances of one run. ``tell`` hears of each that ends without running."""

    def __init__(self, spec: DagSpec, run: RunInfo, tell: Callable[[LocalTaskInstance], None]) -> None:
        self._fails_fast, self._tell = spec.fail_fast, tell
        self._tasks = {task.task_id: task for task in spec.tasks}
        self._order = topological(self._tasks)
        self._groups, self._setups = mapped_groups(spec), scopes(self._tasks, self._order)
        self._scopes = teardown_scopes(self._tasks, self._order)
        here = {task.task_id for task in tasks_of_run(spec, run.run_type, run.logical_date)}
        self.instances = {name: [LocalTaskInstance(name)] for name in self._order if name in here}
        self._lengths: dict[tuple[str, int, str], int] = {}

    def __iter__(self) -> Iterator[LocalTaskInstance]:
        return (each for found in self.instances.values() for each in found)

    def get(self, task_id: str, map_index: int) -> LocalTaskInstance | None:
        """One of them, or ``None``."""
        return next((each for each in self.instances.get(task_id, ()) if each.map_index == map_index), None)

    def ready(self) -> list[LocalTaskInstance]:
        """All that may run now; about the others everything is decided that can be."""
        if self.must_stop():
            for each in self:
                if each.state not in FINISHED_TASK_STATES and not self._tasks[each.task_id].is_teardown:
                    self._end(each, State.SKIPPED)
        while self._settle():
            pass
        return [each for each in self if each.state is State.SCHEDULED]

    def must_stop(self) -> bool:
        """Whether a task failed of a DAG that fails fast: then nothing but teardowns runs any more."""
        return self._fails_fast and any(each.state is State.FAILED for each in self)

    def succeeded(self, instance: LocalTaskInstance, lengths: Mapping[str, int], skip: Iterable[str]) -> None:
        """The task succeeded: how long is what it pushed, by XCom key, and what did it decide against?"""
        instance.state = State.SUCCESS
        for key, length in lengths.items():
            self._lengths[instance.task_id, instance.map_index, key] = length
        group = self._group(instance.task_id)
        for name in skip:
            shares = group is not None and self._group(name) is group
            for each in self.instances.get(name, ()):
                if each.state in (None, State.SCHEDULED) and (not shares or each.map_index == instance.map_index):
                    self._end(each, State.SKIPPED)

    def run_state(self) -> DagRunState:
        """How the run has ended: its last tasks say so, unless it was stopped or some wait in vain."""
        ends = [name for name in self._order if decides_run(self._tasks, name)] or self._order
        bad = any(each.state in _BAD for name in ends for each in self.instances.get(name, ()))
        stuck = any(each.state not in FINISHED_TASK_STATES for each in self)
        return DagRunState.FAILED if bad or stuck or self.must_stop() else DagRunState.SUCCESS

    def _end(self, instance: LocalTaskInstance, state: State) -> None:
        instance.state = state
        self._tell(instance)

    def _group(self, task_id: str) -> GroupSpec | None:
        return self._groups.get(self._tasks[task_id].task_group or "")

    def _size(self, task: TaskSpec) -> sizes.Size | None:
        group = self._group(task.task_id)
        return task.size if task.size is not None else group.size if group else None

    def _settle(self) -> bool:
        """Decide about all that have no state, upstream before downstream; whether mapped tasks got their instances."""
        made = {}
        for task_id, found in self.instances.items():
            task, size = self._tasks[task_id], self._size(self._tasks[task_id])
            for instance in (each for each in found if each.state is None):
                if size is None or instance.map_index != UNMAPPED:
                    self._decide(instance, self._answer(task, instance))
                elif number := sizes.evaluate(size, self._length):
                    made[task_id] = [LocalTaskInstance(task_id, index) for index in range(number)]
                else:
                    self._decide_placeholder(instance, self._answer(task, instance), size, number)
        self.instances.update(made)
        return bool(made)

    def _decide(self, instance: LocalTaskInstance, answer: Answer) -> None:
        if answer is Answer.RUN:
            instance.state = State.SCHEDULED
        elif answer is not Answer.WAIT:
            self._end(instance, _ENDS[answer])

    def _decide_placeholder(
        self, instance: LocalTaskInstance, answer: Answer, size: sizes.Size, number: int | None
    ) -> None:
        """A mapped task without instances: there is nothing to map over, or it is not known yet, or never will be."""
        if number == 0 and answer in (Answer.RUN, Answer.SKIP):
            self._end(instance, State.SKIPPED)
        elif answer is not Answer.RUN:
            self._decide(instance, answer)
        else:
            sources = [each.state for name, _ in sizes.xcoms(size) for each in self.instances.get(name, ())]
            if all(state in FINISHED_TASK_STATES for state in sources):
                self._end(instance, State.UPSTREAM_FAILED if set(_BAD) & set(sources) else State.SKIPPED)

    def _length(self, task_id: str, key: str) -> int | None:
        if self._size(self._tasks[task_id]) is None:
            return self._lengths.get((task_id, UNMAPPED, key))
        found = self.instances.get(task_id, [])
        states = [each.state for each in found]
        if State.SUCCESS not in states or not FINISHED_TASK_STATES.issuperset(states):
            return None
        return sum((task_id, each.map_index, key) in self._lengths for each in found)

    def _answer(self, task: TaskSpec, instance: LocalTaskInstance) -> Answer:
        needed = [] if task.is_teardown else self._setups.get(task.task_id, ())
        indirect = [each.task_id for each in needed if not each.is_direct]
        allowed = decide(TriggerRule.ALL_SUCCESS, tally(self._states(instance, indirect)))
        if allowed is not Answer.RUN:
            return allowed
        setups = [name for name in task.upstream if self._tasks[name].is_setup]
        set_up = [each.state for name in setups for each in self._related(instance, name)]
        answer = decide(task.trigger_rule, tally(self._states(instance, task.upstream), set_up))
        scope = self._states(instance, self._scopes.get(task.task_id, ()))
        is_open = any(state not in FINISHED_TASK_STATES for state in scope)
        return Answer.WAIT if answer is Answer.RUN and is_open else answer

    def _states(self, instance: LocalTaskInstance, others: Sequence[str]) -> list[State | None]:
        """Their states as this instance sees them. What the run does not have never ends; as in Airflow it is not
        counted where one of the others is mapped."""
        states = [each.state for name in others for each in self._related(instance, name)]
        if any(self._size(self._tasks[name]) is not None for name in others):
            return states
        return states + [None for name in others if name not in self.instances]

    def _related(self, instance: LocalTaskInstance, other: str) -> list[LocalTaskInstance]:
        """The instances of ``other`` that belong to this one: within a mapped group that of the same index."""
        group = self._group(instance.task_id)
        if group is not None and instance.map_index >= 0 and self._group(other) is group:
            same = self.get(other, instance.map_index)
            if same is not None:
                return [same]
        return self.instances.get(other, [])
