"""BaseOperator: what all tasks have in common."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from couture_jupyter import authoring
from couture_jupyter.arguments import check_key, refuse_unknown
from couture_jupyter.edges import DependencyMixin
from couture_jupyter.exceptions import DagError
from couture_jupyter.operators.base_arguments import BASE_ALIASES, BASE_ARGUMENTS, converted
from couture_jupyter.operators.construction import OperatorMeta, parameter_names
from couture_jupyter.params import Param
from couture_jupyter.trigger_rules import TriggerRule

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG
    from couture_jupyter.xcom import XComArg

Context = dict[str, Any]


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
