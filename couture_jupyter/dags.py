"""DAG: tasks, their order, and when they run."""

from __future__ import annotations

import copy
import functools
import inspect
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from couture_jupyter import authoring
from couture_jupyter.arguments import check_key, moment, refuse_unknown, zone_name
from couture_jupyter.dag_arguments import DAG_ALIASES, DAG_ARGUMENTS, check_dict, converted
from couture_jupyter.dag_graph import DagGraph
from couture_jupyter.exceptions import DagError, ParamValidationError
from couture_jupyter.notebook_options import NotifyRule, Retention
from couture_jupyter.params import DagParam, ParamsDict
from couture_jupyter.timetables import Never, Timetable, parse_schedule
from couture_jupyter.xcom_args import UNSET

if TYPE_CHECKING:
    from couture_jupyter.deadlines import DeadlineAlert
    from couture_jupyter.local_run import LocalRun

_SCHEDULE_NAMES = ("schedule_interval", "timetable")


class DAG(DagGraph):
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
    deadline: tuple[DeadlineAlert, ...]
    max_consecutive_failed_dag_runs: int
    access_control: dict[str, list[str]]
    owner_links: dict[str, str] | None
    orientation: str
    default_view: str
    rerun_with_latest_version: bool | None
    tags: list[str]
    params: ParamsDict
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
        schedule: Any = UNSET,
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
        check_dict(f"default_args of {self._label}", given.get("default_args"))
        self.default_args: dict[str, Any] = copy.deepcopy(given.get("default_args") or {})
        self.start_date = self._date("start_date", start_date)
        self.end_date = self._date("end_date", end_date)
        self.__dict__.update(converted(self._label, {**DAG_ARGUMENTS, **given}, self.default_args))
        self.timetable: Timetable = parse_schedule(schedule, self._zone())
        self.timezone: str = getattr(self.timetable, "timezone", None) or self._zone()
        self.schedule = self.schedule_interval = schedule
        self.task_dict = {}
        self.task_groups = {}
        self.task_lines = {}
        self.fileloc, self.line = authoring.author_place()

    def _one_schedule(self, schedule: Any, given: dict[str, Any]) -> Any:
        """The schedule under whichever of its three names it was given."""
        found = {"schedule": schedule, **{name: given.pop(name) for name in _SCHEDULE_NAMES if name in given}}
        values = {name: value for name, value in found.items() if value is not UNSET}
        if sum(value is not None for value in values.values()) > 1:
            raise DagError(f"{self._label} has its schedule twice: {' and '.join(values)}. Keep one.")
        return next((value for value in values.values() if value is not None), None)

    def _date(self, name: str, value: Any) -> datetime | None:
        return moment(f"{name} of {self._label}", value if value is not None else self.default_args.get(name))

    def _zone(self) -> str:
        return zone_name(self.start_date.tzinfo) if self.start_date else "UTC"

    @property
    def folder(self) -> str:
        """The folder of the file that made this DAG."""
        return str(Path(self.fileloc).parent) if self.fileloc else ""

    @property
    def owner(self) -> str:
        """The owners of its tasks, comma separated."""
        owners = sorted({task.owner for task in self.tasks}) or [self.default_args.get("owner", "airflow")]
        return ", ".join(str(owner) for owner in owners)

    @property
    def safe_dag_id(self) -> str:
        """The id without dots."""
        return self.dag_id.replace(".", "__dot__")

    @property
    def filepath(self) -> str:
        """The path of its file."""
        return self.fileloc

    def param(self, name: str, default: Any = UNSET) -> DagParam:
        """The value that a parameter will have in a run; with ``default`` it is declared, too."""
        return DagParam(self, name, default)

    def check(self) -> None:
        """Look at the DAG as a whole.

        Raises:
            CycleError: tasks depend on each other in a circle.
            DagError: tasks do not go together, or runs by schedule would lack a parameter.
        """
        super().check()
        if self.fail_fast:
            self._refuse_other_rules()
        if not isinstance(self.timetable, Never):
            try:
                self.params.validate()
            except ParamValidationError as error:
                raise ParamValidationError(f"{self._label} has a schedule, but: {error}") from None

    def _refuse_other_rules(self) -> None:
        for task in self.tasks:
            if not task.is_teardown and task.trigger_rule != "all_success":
                raise DagError(
                    f'{self._label} fails fast: the trigger rule of "{task.task_id}" must be "all_success", '
                    f'not "{task.trigger_rule}".'
                )

    def test(self, logical_date: Any = None, run_conf: dict[str, Any] | None = None, **options: Any) -> LocalRun:
        """Run the whole DAG here and now, in this process, without server and engine. The workspace is the current
        folder.

        Args:
            logical_date: of the run; now if not given (also as ``execution_date``).
            run_conf: the run's ``conf``.
            options: ``conn_file_path`` and ``variable_file_path`` (JSON, YAML or .env files with connections and
                variables), ``mark_success_pattern`` (a regular expression: tasks whose ids match are not run but
                succeed), ``use_executor`` (must be false: there is none here).

        Returns:
            The run: its ``state``, its ``task_instances``, and ``xcom_pull``.
        """
        from couture_jupyter.local_run import run_dag

        return run_dag(self, logical_date, run_conf, **options)

    def __enter__(self) -> Self:
        authoring.open_dag(self)
        return self

    def __exit__(self, *exception: object) -> None:
        authoring.close_dag()

    def __repr__(self) -> str:
        return f"<DAG: {self.dag_id}>"


def dag(dag_id: Any = None, *positional: Any, **arguments: Any) -> Any:
    """``@dag(schedule=…)`` over a function that makes tasks: calling the function makes the DAG. The id is
    the function's name unless ``dag_id`` is given; its docstring is the documentation. The function's parameters are
    parameters of the DAG; what the call gives are their defaults."""
    if callable(dag_id):
        return dag()(dag_id)

    def decorate(function: Callable[..., Any]) -> Callable[..., DAG]:
        @functools.wraps(function)
        def make(*args: Any, **kwargs: Any) -> DAG:
            given = _called_with(function, args, kwargs)
            values = {"doc_md": inspect.getdoc(function), **arguments}
            with DAG(dag_id or function.__name__, *positional, **values) as made:
                made.fileloc, made.line = _place_of(function, made)
                function(**{name: made.param(name, value) for name, value in given.items()})
            return made

        return make

    return decorate


def _called_with(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    try:
        bound = inspect.signature(function).bind(*args, **kwargs)
    except TypeError as error:
        raise DagError(f"{function.__name__}(), which makes a DAG: {error}.") from error
    bound.apply_defaults()
    return dict(bound.arguments)


def _place_of(function: Callable[..., Any], made: DAG) -> tuple[str, int | None]:
    """The file that is read, where the call is; the line of the call."""
    return made.fileloc or inspect.getfile(function), made.line
