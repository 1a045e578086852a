"""From what actions find to what the API answers."""

from __future__ import annotations

from collections.abc import Mapping

from couture_scheduler.actions.dag_file_checks import CheckedFile
from couture_scheduler.actions.dag_file_content import SavedFile
from couture_scheduler.actions.dag_file_history import FileMoment
from couture_scheduler.actions.dag_file_listing import DagFile as FoundFile
from couture_scheduler.preflight.dag_code import Problem

from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.serialization.spec import GroupSpec
from couture_server.dag_files.bodies import (
    CheckedDag,
    CheckedGroup,
    CheckedTask,
    DagFile,
    DagFileCheck,
    DagFileError,
    DagFileMoment,
    DagFileVersionDag,
    DagOfFile,
    DagProblem,
    SavedDagFile,
)


def dag_file(found: FoundFile) -> DagFile:
    """A file of the list."""
    error = found.error
    return DagFile(
        path=found.path,
        state=found.state,
        size=found.size,
        hash=found.hash,
        changed_at=found.changed.at,
        changed_by=found.changed.who,
        changed_how=found.changed.event,
        is_editable=found.is_editable,
        parsed_at=found.parsed_at,
        parse_seconds=found.parse_seconds,
        error=DagFileError(message=error.message, line=error.line, stack_trace=error.traceback) if error else None,
        dags=[
            DagOfFile(
                dag_id=each.dag_id,
                display_name=each.display_name,
                line=each.line,
                is_paused=each.is_paused,
                schedule_summary=each.schedule_summary,
            )
            for each in found.dags
        ],
    )


def moment(found: FileMoment) -> DagFileMoment:
    """A change of a file."""
    return DagFileMoment(
        at=found.at,
        who=found.who,
        event=found.event,
        hash=found.hash,
        dags=[DagFileVersionDag(dag_id=dag_id, version_number=number) for dag_id, number in found.dags],
        was=found.was,
    )


def saved(found: SavedFile) -> SavedDagFile:
    """What came of saving."""
    return SavedDagFile(path=found.path, hash=found.hash, is_new=found.is_new, is_read=found.is_read)


def checked(found: CheckedFile) -> DagFileCheck:
    """What came of a check."""
    dags = None if found.specs is None else [_dag(spec, found.task_lines.get(spec.dag_id, {})) for spec in found.specs]
    return DagFileCheck(problems=[_problem(each) for each in found.problems], dags=dags, stack_trace=found.traceback)


def _problem(found: Problem) -> DagProblem:
    return DagProblem(
        severity=found.severity,
        message=found.message,
        line=found.line,
        column=found.column,
        end_line=found.end_line,
        end_column=found.end_column,
    )


def _dag(spec: DagSpec, lines: Mapping[str, int]) -> CheckedDag:
    return CheckedDag(
        dag_id=spec.dag_id,
        line=spec.line,
        description=spec.description,
        schedule_summary=spec.schedule_summary,
        orientation=spec.orientation,
        tasks=[_task(each, lines.get(each.task_id)) for each in spec.tasks],
        task_groups=[_group(each) for each in spec.task_groups],
    )


def _task(spec: TaskSpec, line: int | None) -> CheckedTask:
    return CheckedTask(
        task_id=spec.task_id,
        label=spec.label or spec.task_id,
        operator=spec.operator,
        upstream=list(spec.upstream),
        downstream=list(spec.downstream),
        edge_labels=spec.edge_labels,
        task_group=spec.task_group,
        is_mapped=spec.size is not None,
        is_notebook=spec.is_notebook,
        runs_dag=spec.runs_dag,
        ui_color=spec.ui_color,
        ui_fgcolor=spec.ui_fgcolor,
        line=line,
    )


def _group(spec: GroupSpec) -> CheckedGroup:
    return CheckedGroup(
        group_id=spec.group_id,
        label=spec.label or spec.group_id.rpartition(".")[2],
        parent=spec.parent,
        tooltip=spec.tooltip,
        is_mapped=spec.size is not None,
        ui_color=spec.ui_color,
        ui_fgcolor=spec.ui_fgcolor,
    )
