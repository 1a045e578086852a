"""BaseOperator: what all tasks have in common."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from couture_jupyter import authoring
from couture_jupyter.arguments import check_key, duration, moment, refuse_unknown
from couture_jupyter.edges import DependencyMixin
from couture_jupyter.exceptions import DagError
from couture_jupyter.operators.construction import OperatorMeta, parameter_names
from couture_jupyter.params import Param
from couture_jupyter.params import take as take_params
from couture_jupyter.trigger_rules import TriggerRule

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG
    from couture_jupyter.xcom import XComArg

Context = dict[str, Any]

# Every argument that all operators take, and its default. Those that nothing of ours reads yet are kept as
# attributes.
BASE_ARGUMENTS: dict[str, Any] = {
    "dag": None,
    "task_group": None,
    "default_args": None,
    "owner": "airflow",
    "description": None,
    "email": None,
    "email_on_retry": True,
    "email_on_failure": True,
    "retries": 0,
    "retry_delay": timedelta(minutes=5),
    "retry_exponential_backoff": False,
    "max_retry_delay": None,
    "start_date": None,
    "end_date": None,
    "depends_on_past": False,
    "ignore_first_depends_on_past": True,
    "wait_for_past_depends_before_skipping": False,
    "wait_for_downstream": False,
    "params": None,
    "priority_weight": 1,
    "weight_rule": "downstream",
    "queue": "default",
    "pool": "default_pool",
    "pool_slots": 1,
    "sla": None,
    "execution_timeout": None,
    "on_execute_callback": None,
    "on_success_callback": None,
    "on_failure_callback": None,
    "on_retry_callback": None,
    "on_skipped_callback": None,
    "pre_execute": None,
    "post_execute": None,
    "trigger_rule": TriggerRule.ALL_SUCCESS,
    "resources": None,
    "run_as_user": None,
    "max_active_tis_per_dag": None,
    "max_active_tis_per_dagrun": None,
    "executor": None,
    "executor_config": None,
    "do_xcom_push": True,
    "multiple_outputs": False,
    "inlets": None,
    "outlets": None,
    "doc": None,
    "doc_md": None,
    "doc_json": None,
    "doc_yaml": None,
    "doc_rst": None,
    "task_display_name": None,
    "logger_name": None,
    "map_index_template": None,
    "allow_nested_operators": True,
    "provide_context": False,
    "adhoc": False,
    "schedule_interval": None,
}
# Earlier names of the same.
BASE_ALIASES = {
    "task_concurrency": "max_active_tis_per_dag",
    "xcom_push": "do_xcom_push",
    "concurrency": "max_active_tis_per_dag",
}
_HOOKS = ("pre_execute", "post_execute")  # these are methods, too
_WEIGHT_RULES = ("downstream", "upstream", "absolute")


class BaseOperator(DependencyMixin, metaclass=OperatorMeta):
    """One task. Subclasses take their own arguments, pass ``**kwargs`` on, and say in ``execute`` what the
    task does.

    Args:
        task_id: unique within the DAG.
        arguments: see ``BASE_ARGUMENTS``; Airflow's names and meanings. Durations are ``timedelta`` or
        seconds.

    Raises:
        DagError: an unknown or unusable argument; the message names it.
    """

    template_fields: Sequence[str] = ()
    template_ext: Sequence[str] = ()
    template_fields_renderers: ClassVar[dict[str, str]] = {}
    ui_color = "#fff"
    ui_fgcolor = "#000"
    is_notebook: ClassVar[bool] = False
    # True for operators whose execute does nothing: they need neither context nor templates.
    does_nothing: ClassVar[bool] = False
    base_arguments: ClassVar[dict[str, Any]] = {**BASE_ARGUMENTS, **BASE_ALIASES}

    # Set from arguments; declared for readers and type checkers.
    default_args: dict[str, Any]
    given_arguments: dict[str, Any]
    owner: str
    params: dict[str, Param]
    start_date: datetime | None
    end_date: datetime | None
    inlets: Any
    outlets: Any
    retries: int
    retry_delay: timedelta
    execution_timeout: timedelta | None
    trigger_rule: TriggerRule
    do_xcom_push: bool
    multiple_outputs: bool
    doc_md: str | None
    task_display_name: str | None

    def __init__(self, task_id: str, **arguments: Any) -> None:
        given = {BASE_ALIASES.get(name, name): value for name, value in arguments.items()}
        refuse_unknown(
            f'{type(self).__name__} "{task_id}"',
            given,
            {"task_id", *BASE_ARGUMENTS, *parameter_names(type(self))},
        )
        group = given.get("task_group") or authoring.current_group()
        self.label = check_key("task id", task_id)
        self.task_id = check_key("task id", group.child_id(task_id)) if group else task_id
        self.upstream_task_ids: set[str] = set()
        self.downstream_task_ids: set[str] = set()
        self._dag: DAG | None = None
        self._take({**BASE_ARGUMENTS, **given})
        self.task_group = group
        dag = given.get("dag") or authoring.current_dag() or (group.dag if group else None)
        if dag is not None:
            dag.add_task(self)
        if group is not None:
            group.add(self)

    def _take(self, values: dict[str, Any]) -> None:
        """Keep every argument as an attribute of its name, converted where its type matters."""
        hooks = {f"_{name}_hook": values.pop(name) for name in _HOOKS}
        for name in ("dag", "task_group", "default_args"):
            values.pop(name)
        label = f'task "{self.task_id}"'
        for name in ("retry_delay", "max_retry_delay", "execution_timeout", "sla"):
            values[name] = duration(f"{name} of {label}", values[name])
        for name in ("start_date", "end_date"):
            values[name] = moment(f"{name} of {label}", values[name])
        values["retries"] = _whole(f"retries of {label}", values["retries"] or 0, 0)
        values["pool_slots"] = _whole(f"pool_slots of {label}", values["pool_slots"], 1)
        values["priority_weight"] = _whole(f"priority_weight of {label}", values["priority_weight"], None)
        _check_backoff(label, values["retry_exponential_backoff"])
        values["pool"] = values["pool"] or "default_pool"
        values["trigger_rule"] = _trigger_rule(label, values["trigger_rule"])
        values["weight_rule"] = _weight_rule(label, values["weight_rule"])
        values["params"] = take_params(label, values["params"])
        self.__dict__.update(values | hooks)

    def finish_construction(self) -> None:
        """Called once, after the outermost ``__init__``: tasks whose output is an argument come before this
        one."""
        from couture_jupyter.xcom import find_xcom_args

        for name in self.template_fields:
            for argument in find_xcom_args(getattr(self, name, None)):
                argument.operator.set_downstream(self)

    # What the task does

    def execute(self, context: Context) -> Any:
        """Do the work. What is returned becomes the XCom ``return_value``. Subclasses override this."""
        raise NotImplementedError(f"{type(self).__name__} has no execute method.")

    def pre_execute(self, context: Context) -> None:
        """Called before ``execute``, after templates were rendered."""
        hook = self.__dict__.get("_pre_execute_hook")
        if hook is not None:
            hook(context)

    def post_execute(self, context: Context, result: Any = None) -> None:
        """Called after ``execute`` returned."""
        hook = self.__dict__.get("_post_execute_hook")
        if hook is not None:
            hook(context, result)

    def on_kill(self) -> None:
        """Called when the task is told to stop: end what ``execute`` started elsewhere."""

    def render_template_fields(self, context: Context, jinja_env: Any = None) -> None:
        """Render the template fields of this very object."""
        from couture_jupyter.templates import render

        render(self, context)

    # Where the task is

    @property
    def dag(self) -> DAG | None:
        """The DAG that this task belongs to."""
        return self._dag

    @dag.setter
    def dag(self, dag: DAG) -> None:
        if self._dag is None:
            dag.add_task(self)
        elif self._dag is not dag:
            raise DagError(f'The task "{self.task_id}" belongs to DAG "{self.dag_id}" already.')

    def join(self, dag: DAG) -> None:
        """Called by ``DAG.add_task``."""
        self._dag = dag

    @property
    def dag_id(self) -> str:
        """The id of its DAG; for a task without one, Airflow's ``adhoc_<owner>``."""
        return self._dag.dag_id if self._dag else f"adhoc_{self.owner}"

    @property
    def roots(self) -> Sequence[BaseOperator]:
        """The task itself."""
        return [self]

    @property
    def leaves(self) -> Sequence[BaseOperator]:
        """The task itself."""
        return [self]

    @property
    def upstream_list(self) -> list[BaseOperator]:
        """The tasks directly before this one."""
        return [self._dag.get_task(name) for name in sorted(self.upstream_task_ids)] if self._dag else []

    @property
    def downstream_list(self) -> list[BaseOperator]:
        """The tasks directly after this one."""
        return [self._dag.get_task(name) for name in sorted(self.downstream_task_ids)] if self._dag else []

    @property
    def output(self) -> XComArg:
        """What this task will return, to be passed to another task."""
        from couture_jupyter.xcom import XComArg

        return XComArg(self)

    @property
    def task_type(self) -> str:
        """The name of the operator's class."""
        return type(self).__name__

    @property
    def log(self) -> logging.Logger:
        """A logger whose lines go to the task's log."""
        return logging.getLogger(f"couture.task.{type(self).__name__}")

    def xcom_push(self, context: Context, key: str, value: Any, execution_date: Any = None) -> None:
        """Push an XCom from within ``execute``."""
        context["ti"].xcom_push(key, value)

    def xcom_pull(
        self,
        context: Context,
        task_ids: Any = None,
        dag_id: str | None = None,
        key: str | None = "return_value",
        **rest: Any,
    ) -> Any:
        """Pull an XCom from within ``execute``."""
        return context["ti"].xcom_pull(task_ids=task_ids, key=key, dag_id=dag_id)

    def __repr__(self) -> str:
        return f"<Task({self.task_type}): {self.__dict__.get('task_id', '?')}>"


def _whole(what: str, value: Any, least: int | None) -> int:
    if isinstance(value, str) and value.strip().lstrip("-").isdigit():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or (least is not None and value < least):
        raise DagError(
            f"{what} is a whole number{f' of at least {least}' if least is not None else ''}, not {value!r}."
        )
    return value


def _trigger_rule(label: str, value: Any) -> TriggerRule:
    try:
        return TriggerRule(value)
    except ValueError:
        known = ", ".join(rule.value for rule in TriggerRule)
        raise DagError(f'The trigger rule of {label} cannot be "{value}". Rules are: {known}.') from None


def _check_backoff(label: str, value: Any) -> None:
    if value is not None and not (isinstance(value, int | float) and value >= 0):
        raise DagError(f"retry_exponential_backoff of {label} is True, False or a factor, not {value!r}.")


def _weight_rule(label: str, value: Any) -> str:
    rule = str(getattr(value, "value", value))
    if rule not in _WEIGHT_RULES:
        raise DagError(f'The weight rule of {label} cannot be "{value}". Rules are: {", ".join(_WEIGHT_RULES)}.')
    return rule
