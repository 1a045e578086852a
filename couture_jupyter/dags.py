"""DAG: tasks, their order, and when they run."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from couture_jupyter import authoring
from couture_jupyter.arguments import check_key, duration, moment, refuse_unknown, zone_name
from couture_jupyter.edges import refuse_cycles
from couture_jupyter.exceptions import DagError, DuplicateTaskIdError
from couture_jupyter.notebook_options import NotifyRule, Retention
from couture_jupyter.params import Param
from couture_jupyter.params import take as take_params
from couture_jupyter.timetables import Timetable, parse_schedule

if TYPE_CHECKING:
    from couture_jupyter.operators.base import BaseOperator
    from couture_jupyter.task_group import TaskGroup

# Every further argument of a DAG and its default. Those that nothing of ours reads yet are kept as
# attributes.
DAG_ARGUMENTS: dict[str, Any] = {
    "catchup": False,
    "missed_runs": None,
    "overlap": "parallel",
    "retention": None,
    "notify": (),
    "default_args": None,
    "params": None,
    "tags": (),
    "max_active_runs": 16,
    "max_active_tasks": 16,
    "max_consecutive_failed_dag_runs": 0,
    "dagrun_timeout": None,
    "fail_fast": False,
    "is_paused_upon_creation": None,
    "doc_md": None,
    "owner_links": None,
    "dag_display_name": None,
    "orientation": "LR",
    "default_view": "grid",
    "access_control": None,
    "template_searchpath": None,
    "template_undefined": None,
    "user_defined_macros": None,
    "user_defined_filters": None,
    "render_template_as_native_obj": False,
    "jinja_environment_kwargs": None,
    "on_success_callback": None,
    "on_failure_callback": None,
    "sla_miss_callback": None,
    "deadline": None,
    "auto_register": True,
    "disable_bundle_versioning": False,
    "allowed_run_types": None,
    "full_filepath": None,
}
# Earlier names of the same.
DAG_ALIASES = {"concurrency": "max_active_tasks", "fail_stop": "fail_fast"}
_SCHEDULE_NAMES = ("schedule_interval", "timetable")
_MISSED_RUNS = ("skip", "run_last", "run_all")
_OVERLAP = ("parallel", "queue", "skip")
_UNSET: Any = object()


class DAG:
    """A directed acyclic graph of tasks, with a schedule.

    ``with DAG("my_dag", schedule="@daily") as dag:`` makes it; tasks made inside belong to it.

    Args:
        dag_id: unique name: letters, digits, ``_``, ``-``, ``.``.
        description: one sentence.
        schedule: ``None``, a preset, a cron expression, a ``timedelta`` or a timetable; also accepted as
            ``schedule_interval`` or ``timetable``. Not given: ``None``.
        start_date, end_date: logical dates lie between; without a time zone they are UTC. The time zone of
        the start date is that of the schedule.
        arguments: see ``DAG_ARGUMENTS``; Airflow's names and meanings. Ours beside them: ``missed_runs``
        ("skip", "run_last", "run_all": what happens to runs that were due while nobody could start them;
        ``catchup=True`` means "run_all") and ``overlap`` ("parallel", "queue", "skip": a run is due and the
        one before is active).

    Raises:
        DagError: an unknown or unusable argument; the message names it.
    """

    # Set from arguments; declared for readers and type checkers.
    catchup: bool
    missed_runs: str
    overlap: str
    retention: Retention
    notify: tuple[NotifyRule, ...]
    max_active_runs: int
    max_active_tasks: int
    dagrun_timeout: timedelta | None
    fail_fast: bool
    is_paused_upon_creation: bool | None
    doc_md: str | None
    dag_display_name: str | None
    tags: list[str]
    params: dict[str, Param]
    template_searchpath: Any
    user_defined_macros: dict[str, Any] | None
    user_defined_filters: dict[str, Any] | None
    render_template_as_native_obj: bool
    jinja_environment_kwargs: dict[str, Any] | None
    template_undefined: Any
    auto_register: bool

    def __init__(
        self,
        dag_id: str,
        description: str | None = None,
        schedule: Any = _UNSET,
        start_date: Any = None,
        end_date: Any = None,
        **arguments: Any,
    ) -> None:
        self.dag_id = check_key("DAG id", dag_id)
        self.description = description
        given = {DAG_ALIASES.get(name, name): value for name, value in arguments.items()}
        schedule = self._one_schedule(schedule, given)
        known = {*DAG_ARGUMENTS, *DAG_ALIASES, "description", "schedule", "start_date", "end_date", *_SCHEDULE_NAMES}
        refuse_unknown(self._label, given, known)
        self.default_args: dict[str, Any] = copy.deepcopy(given.get("default_args") or {})
        self.start_date = self._date("start_date", start_date)
        self.end_date = self._date("end_date", end_date)
        self._take({**DAG_ARGUMENTS, **given})
        self.timetable: Timetable = parse_schedule(schedule, self._zone())
        self.timezone: str = getattr(self.timetable, "timezone", None) or self._zone()
        self.task_dict: dict[str, BaseOperator] = {}
        self.task_groups: dict[str, TaskGroup] = {}
        self.fileloc, self.line = authoring.author_place()

    @property
    def _label(self) -> str:
        return f'DAG "{self.dag_id}"'

    def _one_schedule(self, schedule: Any, given: dict[str, Any]) -> Any:
        """The schedule under whichever of its three names it was given."""
        found = {"schedule": schedule, **{name: given.pop(name) for name in _SCHEDULE_NAMES if name in given}}
        values = {name: value for name, value in found.items() if value is not _UNSET}
        if sum(value is not None for value in values.values()) > 1:
            raise DagError(f"{self._label} has its schedule twice: {' and '.join(values)}. Keep one.")
        return next((value for value in values.values() if value is not None), None)

    def _date(self, name: str, value: Any) -> datetime | None:
        return moment(f"{name} of {self._label}", value if value is not None else self.default_args.get(name))

    def _zone(self) -> str:
        return zone_name(self.start_date.tzinfo) if self.start_date else "UTC"

    def _take(self, values: dict[str, Any]) -> None:
        """Keep every argument as an attribute of its name, converted where its type matters."""
        values.pop("default_args")
        values["dagrun_timeout"] = duration(f"dagrun_timeout of {self._label}", values["dagrun_timeout"])
        defaults = take_params(self._label, self.default_args.pop("params", None))
        values["params"] = {**defaults, **take_params(self._label, values["params"])}
        values["tags"] = sorted({str(tag) for tag in _as_list(values["tags"])})
        values["missed_runs"] = values["missed_runs"] or ("run_all" if values["catchup"] else "run_last")
        values["catchup"] = values["missed_runs"] == "run_all"
        self._check_word("missed_runs", values["missed_runs"], _MISSED_RUNS)
        self._check_word("overlap", values["overlap"], _OVERLAP)
        try:
            values["retention"] = Retention.of(values["retention"])
            values["notify"] = tuple(_rule(rule) for rule in values["notify"] or ())
        except (TypeError, ValueError) as error:
            raise DagError(f"retention or notify of {self._label} cannot be understood: {error}.") from error
        for name in ("max_active_runs", "max_active_tasks"):
            values[name] = DAG_ARGUMENTS[name] if values[name] is None else values[name]
            if not isinstance(values[name], int) or values[name] < 0:
                raise DagError(f"{name} of {self._label} is a whole number, not {values[name]!r}.")
        self.__dict__.update(values)

    def _check_word(self, name: str, value: Any, words: Sequence[str]) -> None:
        if value not in words:
            raise DagError(f"{name} of {self._label} cannot be {value!r}. It is one of: {', '.join(words)}.")

    # Its tasks

    def add_task(self, task: BaseOperator) -> None:
        """Take ``task`` in. ``DuplicateTaskIdError`` when another one has its id."""
        known = self.task_dict.get(task.task_id)
        if known is not None and known is not task:
            raise DuplicateTaskIdError(f'{self._label} has two tasks with the id "{task.task_id}".')
        if task.task_id in self.task_groups:
            raise DuplicateTaskIdError(f'{self._label} has a task and a task group with the id "{task.task_id}".')
        self.task_dict[task.task_id] = task
        task.join(self)

    def get_task(self, task_id: str) -> BaseOperator:
        """The task called ``task_id``; ``DagError`` when there is none."""
        try:
            return self.task_dict[task_id]
        except KeyError:
            raise DagError(f'{self._label} has no task "{task_id}".') from None

    def has_task(self, task_id: str) -> bool:
        """Whether there is a task called ``task_id``."""
        return task_id in self.task_dict

    def check(self) -> None:
        """Look at the DAG as a whole: ``CycleError`` when tasks depend on each other in a circle."""
        refuse_cycles(self.dag_id, {task.task_id: task.downstream_task_ids for task in self.tasks})

    @property
    def tasks(self) -> list[BaseOperator]:
        """All tasks in the order they were made."""
        return list(self.task_dict.values())

    @property
    def task_ids(self) -> list[str]:
        """Their ids."""
        return list(self.task_dict)

    @property
    def roots(self) -> list[BaseOperator]:
        """The tasks that wait for nothing."""
        return [task for task in self.tasks if not task.upstream_task_ids]

    @property
    def leaves(self) -> list[BaseOperator]:
        """The tasks that nothing waits for."""
        return [task for task in self.tasks if not task.downstream_task_ids]

    def downstream_of(self, task_id: str) -> set[str]:
        """The ids of all tasks after ``task_id``, however far."""
        found: set[str] = set()
        waiting = [task_id]
        while waiting:
            new = self.task_dict[waiting.pop()].downstream_task_ids - found
            found |= new
            waiting.extend(new)
        return found

    @property
    def folder(self) -> str:
        """The folder of the file that made this DAG."""
        return str(Path(self.fileloc).parent) if self.fileloc else ""

    @property
    def owner(self) -> str:
        """The owners of its tasks, comma separated."""
        owners = sorted({task.owner for task in self.tasks}) or [self.default_args.get("owner", "airflow")]
        return ", ".join(str(owner) for owner in owners)

    def __enter__(self) -> Self:
        authoring.open_dag(self)
        return self

    def __exit__(self, *exception: object) -> None:
        authoring.close_dag()

    def __repr__(self) -> str:
        return f"<DAG: {self.dag_id}>"


def _rule(given: Any) -> NotifyRule:
    """The rule; ``ValueError`` says what is wrong with it. One event or recipient need not be a list."""
    if isinstance(given, dict):
        given = {name: _as_list(value) if name in ("on", "to") else value for name, value in given.items()}
    rule = NotifyRule.of(given)
    for field, sentence in rule.problems():
        raise ValueError(f"{field}: {sentence.rstrip('.')}")
    return rule


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def dag(dag_id: Any = None, **arguments: Any) -> Any:
    """``@dag(schedule=…)`` over a function that makes tasks: calling the function makes the DAG. The id is
    the function's name unless ``dag_id`` is given; its docstring is the documentation."""
    if callable(dag_id):
        return dag()(dag_id)

    def decorate(function: Callable[..., Any]) -> Callable[..., DAG]:
        @functools.wraps(function)
        def make(*args: Any, **kwargs: Any) -> DAG:
            values = {"doc_md": function.__doc__, **arguments}
            with DAG(dag_id or function.__name__, **values) as made:
                function(*args, **kwargs)
            return made

        return make

    return decorate
