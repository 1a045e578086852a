"""BaseOperator: what all tasks have in common."""

from __future__ import annotations

import copy
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from couture_jupyter import authoring
from couture_jupyter.airflow_compat.errors import TaskDeferralError, TaskDeferralTimeout
from couture_jupyter.arguments import check_key, refuse_unknown
from couture_jupyter.edges import DependencyMixin, relatives
from couture_jupyter.exceptions import DagError, TaskDeferred
from couture_jupyter.operators.base_arguments import BASE_ALIASES, BASE_ARGUMENTS, converted
from couture_jupyter.operators.construction import OperatorMeta, parameter_names
from couture_jupyter.operators.templated import TemplatedMixin
from couture_jupyter.params import ParamsDict
from couture_jupyter.setup_teardown import SetupTeardownMixin, note_task
from couture_jupyter.trigger_rules import TriggerRule
from couture_jupyter.xcom_args import XComArg, find_references

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG
    from couture_jupyter.mapping import OperatorPartial
    from couture_jupyter.retry_policies import RetryPolicy
    from couture_jupyter.task_groups import TaskGroup
    from couture_jupyter.triggers import BaseTrigger

Context = dict[str, Any]
_PLACE = (
    "task_id",
    "label",
    "task_group",
    "_dag",
    "upstream_task_ids",
    "downstream_task_ids",
    "edge_labels",
    "trigger_rule",
)


class BaseOperator(TemplatedMixin, SetupTeardownMixin, DependencyMixin, metaclass=OperatorMeta):
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
    is_mapped: ClassVar[bool] = False
    takes_any_argument: ClassVar[bool] = False  # of an operator that is not installed: nobody knows what it takes
    settled_values: frozenset[int] = frozenset()  # identities of arguments that are no templates
    base_arguments: ClassVar[dict[str, Any]] = {**BASE_ARGUMENTS, **BASE_ALIASES}

    # Set from arguments; declared for readers and type checkers.
    default_args: dict[str, Any]
    given_arguments: dict[str, Any]
    owner: str
    params: ParamsDict
    task_group: TaskGroup | None
    start_date: datetime | None
    end_date: datetime | None
    inlets: Any
    outlets: Any
    retries: int
    retry_delay: timedelta
    retry_policy: RetryPolicy | None
    execution_timeout: timedelta | None
    trigger_rule: TriggerRule
    do_xcom_push: bool
    multiple_outputs: bool
    doc_md: str | None
    task_display_name: str | None
    map_index_template: str | None

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
        self.edge_labels: dict[str, str] = {}  # downstream task id -> label
        self._dag: DAG | None = None
        self.__dict__.update(converted(f'task "{task_id}"', {**BASE_ARGUMENTS, **given}))
        self.task_group = group
        dag = given.get("dag") or authoring.current_dag() or (group.dag if group else None)
        if dag is not None:
            dag.add_task(self)
        if group is not None:
            group.add(self)

    def finish_construction(self) -> None:
        """Called once, after the outermost ``__init__``: tasks whose output is an argument come before this
        one."""
        if isinstance(self.template_fields, str):
            raise DagError(f'template_fields of {self.task_type} is a list of names, not "{self.template_fields}".')
        for name in self.template_fields:
            self._come_after_tasks_in(getattr(self, name, None))
        self.__dict__["_is_finished"] = True
        note_task(self)

    def __setattr__(self, name: str, value: Any) -> None:
        """An argument that is set later may hold the output of a task as well."""
        super().__setattr__(name, value)
        if "_is_finished" in self.__dict__ and name in self.template_fields:
            self._come_after_tasks_in(value)

    def _come_after_tasks_in(self, value: Any) -> None:
        for operator in find_references(value):
            operator.set_downstream(self)

    @classmethod
    def partial(cls, **arguments: Any) -> OperatorPartial:
        """The arguments that are the same in all instances of a mapped task; go on with ``expand``."""
        from couture_jupyter.mapping import OperatorPartial

        return OperatorPartial(cls, arguments)

    def for_try(self, context: Context) -> BaseOperator:
        """The operator that runs: a copy of its own, or the instance of a mapped task. It may be changed freely."""
        group = self.mapped_group()
        if group is not None:
            context["expanded_ti_count"] = group.count(context)
        made = copy.copy(self)
        made.__dict__.pop("_is_finished", None)
        return made

    def take_place_of(self, other: BaseOperator) -> None:
        """Stand where ``other`` stands in its DAG: an instance of a mapped task."""
        for name in _PLACE:
            self.__dict__[name] = other.__dict__[name]
        for name in ("is_setup", "is_teardown", "on_failure_fail_dagrun"):
            setattr(self, name, getattr(other, name))
        self.__dict__.pop("_is_finished", None)

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

    def defer(
        self,
        *,
        trigger: BaseTrigger,
        method_name: str,
        kwargs: dict[str, Any] | None = None,
        timeout: timedelta | float | None = None,
    ) -> NoReturn:
        """Give the process back until ``trigger`` fires; the try goes on in ``method_name(context, event=…)``."""
        raise TaskDeferred(trigger=trigger, method_name=method_name, kwargs=kwargs, timeout=timeout)

    def resume_execution(self, next_method: str, next_kwargs: dict[str, Any] | None, context: Context) -> Any:
        """Go on with a try that gave its process back. ``event`` among the arguments is what the trigger told."""
        arguments = dict(next_kwargs or {})
        if arguments.pop("__timed_out__", False):
            raise TaskDeferralTimeout("What the task waited for did not come in time.")
        if "__failed__" in arguments:
            raise TaskDeferralError(arguments["__failed__"])
        return getattr(self, next_method)(context, **arguments)

    def on_kill(self) -> None:
        """Called when the task is told to stop: end what ``execute`` started elsewhere."""

    # Where the task is

    def mapped_group(self) -> TaskGroup | None:
        """The mapped task group that it is in, directly or not."""
        return self.task_group.mapped_group() if self.task_group else None

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

    def get_flat_relative_ids(self, upstream: bool = False) -> set[str]:
        """The ids of all tasks before this one, or after it, however far."""
        return relatives(self._dag.task_dict, [self.task_id], upstream=upstream) if self._dag else set()

    def get_flat_relatives(self, upstream: bool = False) -> list[BaseOperator]:
        """All tasks before this one, or after it, however far."""
        ids = self.get_flat_relative_ids(upstream)
        return [task for task in self._dag.tasks if task.task_id in ids] if self._dag else []

    def get_direct_relative_ids(self, upstream: bool = False) -> set[str]:
        """The ids of the tasks directly before this one, or after it."""
        return self.upstream_task_ids if upstream else self.downstream_task_ids

    def get_direct_relatives(self, upstream: bool = False) -> list[BaseOperator]:
        """The tasks directly before this one, or after it."""
        return self.upstream_list if upstream else self.downstream_list

    def has_dag(self) -> bool:
        """Whether it belongs to a DAG."""
        return self._dag is not None

    @property
    def output(self) -> XComArg:
        """What this task will return, to be passed to another task."""
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
