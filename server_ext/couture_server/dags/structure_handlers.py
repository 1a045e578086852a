"""The route of a DAG's structure: for the grid, the graph and other drawings."""

from __future__ import annotations

from couture_scheduler.actions import dags
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.store.versions import VersionRecord

from couture_jupyter.serialization import TaskSpec
from couture_jupyter.serialization.spec import GroupSpec
from couture_server.dags.structure_bodies import DagStructure, StructureGroup, StructureQuery, StructureTask
from couture_server.http.routes import Routes

routes = Routes("DAG", store_only=True)


@routes.get("dags/{dag_id}/structure", "dags:read")
def get_structure(ctx: ActionContext, dag_id: str, query: StructureQuery) -> DagStructure:
    """The tasks of a DAG, what depends on what, and the task groups."""
    return _structure(dags.get_version(ctx, dag_id, query.version_number))


def _structure(version: VersionRecord) -> DagStructure:
    spec = version.spec
    return DagStructure(
        dag_id=spec.dag_id,
        version_number=version.number,
        orientation=spec.orientation,
        tasks=[_task(each) for each in spec.tasks],
        task_groups=[_group(each) for each in spec.task_groups],
    )


def _task(spec: TaskSpec) -> StructureTask:
    return StructureTask(
        task_id=spec.task_id,
        label=spec.label or spec.task_id,
        operator=spec.operator,
        upstream=list(spec.upstream),
        downstream=list(spec.downstream),
        edge_labels=spec.edge_labels,
        task_group=spec.task_group,
        is_mapped=spec.size is not None,
        is_notebook=spec.is_notebook,
        is_setup=spec.is_setup,
        is_teardown=spec.is_teardown,
        trigger_rule=spec.trigger_rule,
        runs_dag=spec.runs_dag,
        ui_color=spec.ui_color,
        ui_fgcolor=spec.ui_fgcolor,
    )


def _group(spec: GroupSpec) -> StructureGroup:
    return StructureGroup(
        group_id=spec.group_id,
        label=spec.label or spec.group_id.rpartition(".")[2],
        parent=spec.parent,
        tooltip=spec.tooltip,
        is_mapped=spec.size is not None,
        ui_color=spec.ui_color,
        ui_fgcolor=spec.ui_fgcolor,
    )
