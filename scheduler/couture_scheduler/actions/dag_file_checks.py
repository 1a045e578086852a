"""Is this text a good DAG file? Its mistakes at their lines, and the DAGs that it would make. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from couture_jupyter.serialization import DagSpec
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.dag_file_reading import DagFileReader
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.files import dag_texts
from couture_scheduler.files.dag_folder import is_ignored, speaks_of_dags
from couture_scheduler.preflight.dag_code import Problem, syntax_problems, undefined_names, whole_line
from couture_scheduler.preflight.findings import Severity
from couture_scheduler.store import dag_listing, dags
from couture_scheduler.worker.parse import ParseProblem

SLOW = 2.0  # seconds that reading a file may take without a remark: the engine reads it at each change


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What is wrong, in the order of the lines, and the DAGs; ``None`` when the text makes none because it cannot be
    read. ``task_lines``: DAG id -> task id -> line."""

    problems: list[Problem]
    specs: tuple[DagSpec, ...] | None
    task_lines: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    traceback: str = ""


@needs("dagFiles:edit")
def check(ctx: ActionContext, reader: DagFileReader, path: str, content: str) -> CheckedFile:
    """Read ``content`` as the engine would read it in the file ``path``. Code at its top level runs, in a child
    process that gets a few seconds."""
    place = dag_texts.find(ctx.settings.dags_folder, path)
    if place.suffix != ".py":
        return CheckedFile([], ())
    try:
        raw = dag_texts.encoded(content, None)
    except InvalidInputError as error:
        return CheckedFile([whole_line(Severity.ERROR, str(error), content, 1)], None)
    wrong = syntax_problems(content)
    if wrong:
        return CheckedFile(wrong, None)
    names = undefined_names(content)
    result = reader.read(ctx, path, raw)
    if result.error is not None:
        raised = _raised(result.error, content)  # a NameError says it, too
        found = [raised, *(each for each in names if each.line != raised.line)]
        return CheckedFile(_ordered(found), None, traceback=result.error.traceback)
    found = [*names, *_taken_ids(ctx, path, result.specs, content)]
    found += _remarks(ctx, path, content, result.specs, result.seconds)
    return CheckedFile(_ordered(found), result.specs, result.task_lines)


def _raised(error: ParseProblem, content: str) -> Problem:
    return whole_line(Severity.ERROR, error.message, content, error.line)


def _taken_ids(ctx: ActionContext, path: str, specs: tuple[DagSpec, ...], content: str) -> Iterator[Problem]:
    """DAG ids that belong to another file, or to a notebook schedule: the engine refuses the whole file."""
    with ctx.store.reading() as tx:
        known = {spec.dag_id: dag_listing.get(tx, spec.dag_id) for spec in specs}
    for spec in specs:
        dag = known[spec.dag_id]
        if dag is None or dag.is_stale or (dag.kind, dag.file) == (dags.FILE, path):
            continue
        owner = f"the file {dag.file}" if dag.kind == dags.FILE else "a notebook schedule"
        told = f"The DAG id {spec.dag_id!r} belongs to {owner}. Give this DAG another id."
        yield whole_line(Severity.ERROR, told, content, spec.line)


def _remarks(
    ctx: ActionContext, path: str, content: str, specs: tuple[DagSpec, ...], seconds: float
) -> Iterator[Problem]:
    """What makes the engine pass the file over, or read it slowly."""
    if is_ignored(ctx.settings.dags_folder, path):
        told = "An .airflowignore names this file: the engine does not read it."
        yield whole_line(Severity.WARNING, told, content, 1)
    elif specs and not speaks_of_dags(content.encode()):
        told = "The engine passes this file over: it holds no word such as “dag”, or neither “couture” nor “airflow”."
        yield whole_line(Severity.WARNING, told, content, 1)
    if seconds > SLOW:
        told = f"Reading the file took {seconds:.1f} seconds. Move slow code of the top level into tasks."
        yield whole_line(Severity.WARNING, told, content, 1)


def _ordered(found: list[Problem]) -> list[Problem]:
    return sorted(found, key=lambda each: (each.line, each.column, each.severity is not Severity.ERROR))
