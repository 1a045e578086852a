"""The structure of a DAG at the HTTP edge: what drawings of it need, and nothing else."""

from __future__ import annotations

from pydantic import Field

from couture_server.http.models import Answer, Query


class StructureQuery(Query):
    """Which version."""

    version_number: int | None = Field(None, ge=1, le=2**31 - 1, description="Without it, the newest one.")


class StructureTask(Answer):
    """One task of a drawing."""

    task_id: str
    label: str
    operator: str
    upstream: list[str]
    downstream: list[str]
    edge_labels: dict[str, str] = Field(description="Downstream task id -> what stands on the edge to it.")
    task_group: str | None
    is_mapped: bool
    is_notebook: bool
    is_setup: bool
    is_teardown: bool
    trigger_rule: str
    runs_dag: str | None = Field(description="The DAG that this task runs: people can zoom into it.")
    ui_color: str | None
    ui_fgcolor: str | None


class StructureGroup(Answer):
    """One task group of a drawing."""

    group_id: str
    label: str
    parent: str | None
    tooltip: str
    is_mapped: bool
    ui_color: str | None
    ui_fgcolor: str | None


class DagStructure(Answer):
    """The tasks and task groups of a version of a DAG; tasks in the DAG's order, outer groups before inner ones."""

    dag_id: str
    version_number: int
    orientation: str = Field(description="LR, TB, RL or BT.")
    tasks: list[StructureTask]
    task_groups: list[StructureGroup]
