"""From an authored DAG to its JSON form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from couture_jupyter import xcom
from couture_jupyter.arguments import seconds, utc
from couture_jupyter.assets import uses
from couture_jupyter.extra_links import links_of
from couture_jupyter.mapping import MappedOperator
from couture_jupyter.notebook_options import Retention
from couture_jupyter.operators.base_arguments import CALLBACKS
from couture_jupyter.serialization.show import as_json, shown_arguments
from couture_jupyter.serialization.spec import DagSpec, GroupSpec, TaskSpec

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG
    from couture_jupyter.operators.base import BaseOperator
    from couture_jupyter.task_groups import TaskGroup


def serialize_dag(dag: DAG) -> DagSpec:
    """The DAG as plain data.

    Raises:
        CycleError: tasks depend on each other in a circle.
    """
    dag.check()
    weights, sized = effective_weights(dag), dag.sized_keys()
    return DagSpec(
        dag_id=dag.dag_id,
        timetable=dag.timetable.to_json(),
        tasks=tuple(_task(task, weights[task.task_id], sized.get(task.task_id, ())) for task in dag.tasks),
        display_name=_text(dag.dag_display_name),
        description=dag.description,
        schedule_summary=dag.timetable.summary(),
        timezone=dag.timezone,
        start_date=utc(dag.start_date or _bound(min, (task.start_date for task in dag.tasks))),
        end_date=utc(dag.end_date or _common_end(dag)),
        missed_runs=dag.missed_runs,
        overlap=dag.overlap,
        max_active_runs=dag.max_active_runs,
        max_active_tasks=dag.max_active_tasks,
        dagrun_timeout=seconds("dagrun_timeout", dag.dagrun_timeout),
        fail_fast=bool(dag.fail_fast),
        is_paused_upon_creation=dag.is_paused_upon_creation,
        owner=dag.owner,
        tags=tuple(dag.tags),
        doc_md=_text(dag.doc_md),
        params={name: as_json(param.dump()) for name, param in dag.params.items()},
        line=dag.line,
        retention=dag.retention.to_json() if dag.retention != Retention() else None,
        notify=tuple(rule.to_json() for rule in dag.notify),
        task_groups=tuple(_group(group) for group in dag.task_groups.values()),
        callbacks=_given(dag, ("on_success_callback", "on_failure_callback", "sla_miss_callback")),
        deadlines=tuple(each.to_json() for each in dag.deadline),
        max_consecutive_failed_dag_runs=dag.max_consecutive_failed_dag_runs,
        access_control=as_json(dag.access_control),
        owner_links=dict(dag.owner_links or {}),
        asset_watchers=tuple(_watchers(dag)),
        orientation=dag.orientation,
        default_view="grid" if dag.default_view == "tree" else dag.default_view,
        rerun_with_latest_version=_truth(dag.rerun_with_latest_version),
    )


def _truth(value: Any) -> bool | None:
    return None if value is None else bool(value)


def _watchers(dag: DAG) -> Iterator[dict[str, Any]]:
    """What looks for updates of the assets that the DAG waits for. Arguments as ``xcom.encode`` writes them."""
    awaited = getattr(dag.timetable, "asset_condition", None)
    for asset in awaited.iter_assets() if awaited is not None else ():
        for watcher in asset.watchers:
            path, kwargs = watcher.trigger.serialize()
            encoded = xcom.encode(kwargs, f"the watcher {watcher.name}")
            yield {"asset": asset.name, "name": watcher.name, "class": path, "kwargs": encoded}


def _group(group: TaskGroup) -> GroupSpec:
    return GroupSpec(
        group_id=group.group_id,
        label=group.label if group.label != group.group_id else None,
        parent=group.parent_group.group_id if group.parent_group else None,
        tooltip=group.tooltip,
        size=group.expansion.size() if group.expansion else None,
        ui_color=group.ui_color,
        ui_fgcolor=group.ui_fgcolor,
    )


def _task(task: BaseOperator, weight: int, sized_keys: Iterable[str]) -> TaskSpec:
    attributes = task.__dict__
    return TaskSpec(
        task_id=task.task_id,
        operator=task.task_type,
        upstream=tuple(sorted(task.upstream_task_ids)),
        downstream=tuple(sorted(task.downstream_task_ids)),
        trigger_rule=task.trigger_rule,
        owner=str(task.owner),
        retries=task.retries,
        retry_delay=task.retry_delay.total_seconds() if task.retry_delay else 0.0,
        retry_exponential_backoff=_backoff(attributes["retry_exponential_backoff"]),
        max_retry_delay=seconds("max_retry_delay", attributes["max_retry_delay"]),
        execution_timeout=seconds("execution_timeout", task.execution_timeout),
        pool=attributes["pool"],
        pool_slots=attributes["pool_slots"],
        priority_weight=weight,
        queue=str(attributes["queue"]),
        depends_on_past=bool(attributes["depends_on_past"] or attributes["wait_for_downstream"]),
        wait_for_downstream=bool(attributes["wait_for_downstream"]),
        max_active_tis_per_dag=attributes["max_active_tis_per_dag"],
        max_active_tis_per_dagrun=attributes["max_active_tis_per_dagrun"],
        is_notebook=task.is_notebook,
        task_group=task.task_group.group_id if task.task_group else None,
        label=task.task_display_name or (task.label if task.label != task.task_id else None),
        doc_md=_text(task.doc_md),
        arguments=shown_arguments(task),
        template_fields=tuple(task.template_fields),
        sized_keys=tuple(sorted(sized_keys)),
        **_mapping(task),
        **_beyond_the_graph(task),
    )


def _mapping(task: BaseOperator) -> dict[str, Any]:
    """Instances, setups and teardowns, edges."""
    return {
        "size": task.size() if isinstance(task, MappedOperator) else None,
        "map_index_template": task.map_index_template,
        "is_setup": task.is_setup,
        "is_teardown": task.is_teardown,
        "on_failure_fail_dagrun": task.on_failure_fail_dagrun,
        "edge_labels": dict(sorted(task.edge_labels.items())),
        "extra_links": {link.name: link.xcom_key for link in links_of(task)},
    }


def _beyond_the_graph(task: BaseOperator) -> dict[str, Any]:
    """When it may run, who is told, and where it runs."""
    attributes = task.__dict__
    return {
        "ignore_first_depends_on_past": attributes["ignore_first_depends_on_past"],
        "wait_for_past_depends_before_skipping": attributes["wait_for_past_depends_before_skipping"],
        "start_date": utc(task.start_date),
        "end_date": utc(task.end_date),
        "sla": seconds("sla", attributes["sla"]),
        "callbacks": _given(task, CALLBACKS),
        "email": tuple(attributes["email"] or ()),
        "email_on_failure": attributes["email_on_failure"],
        "email_on_retry": attributes["email_on_retry"],
        "inlets": uses(task.inlets or ()),
        "outlets": uses(task.outlets or ()),
        "runs_dag": _runs_dag(task),
        "run_as_user": attributes["run_as_user"],
        "executor": attributes["executor"],
        "ui_color": task.ui_color,
        "ui_fgcolor": task.ui_fgcolor,
    }


def _runs_dag(task: BaseOperator) -> str | None:
    """The DAG that the task runs, unless only a run can tell which."""
    found = getattr(task, "runs_dag", None)
    return found if isinstance(found, str) and "{" not in found else None


def _given(owner: DAG | BaseOperator, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if owner.__dict__.get(name))


def _backoff(value: bool | float | None) -> float:
    """``True`` means: the delay doubles with each try. A number is the factor itself."""
    return 2.0 if value is True else float(value or 0)


def effective_weights(dag: DAG) -> dict[str, int]:
    """Each task's weight after its weight rule: its own, plus that of all tasks after (or before) it."""
    order = _order(dag)
    bit = {task.task_id: 1 << position for position, task in enumerate(order)}
    own = {task.task_id: task.__dict__["priority_weight"] for task in order}
    after = _closures(reversed(order), bit, "downstream_task_ids")
    before = _closures(order, bit, "upstream_task_ids")
    weights = {}
    for task in order:
        rule = task.__dict__["weight_rule"]
        if not isinstance(rule, str):
            weights[task.task_id] = int(rule.get_weight(_FirstTry(task)))
            continue
        related = {"downstream": after, "upstream": before}.get(rule, {}).get(task.task_id, 0)
        weights[task.task_id] = own[task.task_id] + _sum(related, [own[each.task_id] for each in order])
    return weights


class _FirstTry:
    """What a strategy of the author's own looks at: the weight of a task's first try is that of all."""

    try_number = 1
    map_index = -1

    def __init__(self, task: BaseOperator) -> None:
        self.task, self.task_id, self.dag_id = task, task.task_id, task.dag_id
        self.priority_weight = task.__dict__["priority_weight"]
        self.max_tries = task.retries


def _order(dag: DAG) -> list[BaseOperator]:
    """The tasks so that each comes after all that are before it."""
    waiting = {task.task_id: len(task.upstream_task_ids) for task in dag.tasks}
    ready = [task for task in dag.tasks if not waiting[task.task_id]]
    for task in ready:
        for name in sorted(task.downstream_task_ids):
            waiting[name] -= 1
            if not waiting[name]:
                ready.append(dag.get_task(name))
    return ready


def _closures(order: Iterable[BaseOperator], bit: dict[str, int], side: str) -> dict[str, int]:
    """For each task all tasks on that side of it, as a set of bits."""
    found: dict[str, int] = {}
    for task in order:
        bits = 0
        for name in getattr(task, side):
            bits |= bit[name] | found[name]
        found[task.task_id] = bits
    return found


def _sum(bits: int, weights: list[int]) -> int:
    if len(set(weights)) == 1:
        return bits.bit_count() * weights[0]
    return sum(weight for position, weight in enumerate(weights) if bits >> position & 1)


def _common_end(dag: DAG) -> datetime | None:
    ends = [task.end_date for task in dag.tasks]
    return None if None in ends else _bound(max, ends)


def _bound(choose: Any, moments: Iterable[datetime | timedelta | None]) -> datetime | None:
    known = [each for each in moments if each is not None]
    chosen: datetime | None = choose(known) if known else None
    return chosen


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
