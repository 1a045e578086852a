"""New DAGs from notebooks: of several as they are, or of one that is split into tasks. Looked at first, then saved."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from couture_jupyter import DAG
from couture_jupyter.exceptions import CoutureError
from couture_scheduler.actions import dag_file_content
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.notebooks import find_parameters, without_drive
from couture_scheduler.errors import ConflictError, InvalidInputError
from couture_scheduler.files import dag_texts
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.notebooks import LARGEST
from couture_scheduler.files.regular import held, open_resolved
from couture_scheduler.files.sources import Kind, kind_of, read_source
from couture_scheduler.files.workspace import inside, relative
from couture_scheduler.notebook_dags import flows, parts
from couture_scheduler.notebook_dags.dag_source import DagFacts, NotebookTask, dag_source
from couture_scheduler.notebook_dags.flows import Flow, PartPlan, Plan
from couture_scheduler.notebook_dags.part_notebooks import PARAMETER, as_text, part_notebook
from couture_scheduler.preflight import cells
from couture_scheduler.preflight.reading import Reading, read_python
from couture_scheduler.store import dag_listing

MOST_NOTEBOOKS = 200
MARK = 'Made by "Split into Tasks"'
ORIGIN = "split_from"  # in the metadata of a part's notebook, under "couture"
HANDOVER = "{{ ti.handover_folder }}"


@dataclass(frozen=True, slots=True)
class DagForm:
    """What people say of the new DAG; ``schedule`` is a cron expression or a preset."""

    dag_id: str
    schedule: str | None = None
    description: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartNotebook:
    """A notebook that saving makes. ``cells`` are the indexes of the original's; ``takes`` maps a name to the task it
    comes from; ``copies`` is the source of what is copied to its top."""

    task_id: str
    title: str
    path: str
    content: str
    cells: tuple[int, ...]
    takes: dict[str, str]
    leaves: tuple[str, ...]
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotebookDag:
    """What saving would write. Paths of notebooks are in the workspace, ``file`` is in the DAG folder; ``existing`` are
    files that are there already and would be replaced, as an earlier split made them."""

    dag_id: str
    file: str
    content: str
    tasks: tuple[NotebookTask, ...]
    notebooks: tuple[PartNotebook, ...] = ()
    flows: tuple[Flow, ...] = ()
    existing: tuple[str, ...] = ()


@needs("notebooks:schedule")
def compose(ctx: ActionContext, form: DagForm, notebooks: list[str], *, in_order: bool) -> NotebookDag:
    """A DAG that runs these notebooks, one after the other or at the same time.

    Raises ``InvalidInputError`` at ``dag_id``, ``schedule`` or ``notebooks``, and ``ConflictError`` when the DAG or its
    file exists.
    """
    if not 1 <= len(notebooks) <= MOST_NOTEBOOKS:
        raise InvalidInputError.at("notebooks", f"Choose between 1 and {MOST_NOTEBOOKS} notebooks.")
    paths = [_notebook(ctx, path, "notebooks") for path in notebooks]
    ids = parts.unique([parts.task_id_of(path.stem) for path in paths])
    before = [(), *((each,) for each in ids)] if in_order else [()] * len(ids)
    tasks = tuple(
        NotebookTask(task_id, relative(ctx.settings.workspace, path), upstream)
        for task_id, path, upstream in zip(ids, paths, before, strict=False)
    )
    facts = _facts(ctx, form)
    _refuse_taken(ctx, facts.dag_id, replaces=False)
    content = dag_source(facts, tasks, f'{len(tasks)} notebooks. Made by "New DAG from Notebooks".')
    return NotebookDag(facts.dag_id, f"{facts.dag_id}.py", content, tasks)


@needs("notebooks:schedule")
def split(
    ctx: ActionContext, form: DagForm, notebook: str, *, by_tags: bool, level: int | None = None, in_order: bool
) -> NotebookDag:
    """A DAG whose tasks are the parts of a notebook, each a notebook of its own beside it.

    Parts begin at headings of ``level`` (``None``: the usual one), or at cells tagged ``task:<name>``. With
    ``in_order`` each waits for the one before, else for those whose values and files it uses.

    Raises ``InvalidInputError`` at ``notebook``, ``by``, ``level``, ``dag_id`` or ``schedule``; ``ConflictError`` when
    a file of these names is there that no earlier split of this notebook made.
    """
    path = _notebook(ctx, notebook, "notebook")
    reading = _read(ctx, path)
    found = parts.by_tags(reading.source.cells) if by_tags else parts.by_headings(reading.source.cells, level)
    plan = flows.plan(reading, found, _parameters(reading))
    if len(plan.parts) < 2:
        raise InvalidInputError.at("by", "All the code is in one part: there is nothing to split.")
    facts, origin = _facts(ctx, form), relative(ctx.settings.workspace, path)
    _refuse_taken(ctx, facts.dag_id, replaces=True)
    made = _part_notebooks(path, origin, plan)
    tasks = tuple(_tasks(plan, made, in_order=in_order))
    content = dag_source(facts, tasks, f"The tasks of {_plain(origin)}. {MARK}.")
    file = f"{facts.dag_id}.py"
    existing = tuple(_existing(ctx, file, made, origin))
    return NotebookDag(facts.dag_id, file, content, tasks, made, tuple(plan.flows), existing)


@needs("dagFiles:edit")
def save(ctx: ActionContext, made: NotebookDag, *, replace: bool = False) -> NotebookDag:
    """Write what ``compose`` or ``split`` showed; the engine finds the DAG within a moment.

    ``ConflictError`` when files of an earlier split are there and ``replace`` is false.
    """
    if made.existing and not replace:
        raise ConflictError(f"These files are there already: {', '.join(made.existing)}. Replace them, or rename them.")
    with ctx.store.transaction() as tx:
        details = {"file": made.file, "notebooks": [each.path for each in made.notebooks]}
        ctx.audit(tx, "new_dag_from_notebooks", dag_id=made.dag_id, details=details)
    for each in made.notebooks:
        _write(ctx, each)
    known = dag_texts.current_hash(dag_texts.find(ctx.settings.dags_folder, made.file))
    dag_file_content.save(ctx, made.file, made.content, known if made.file in made.existing else None)
    return made


def _write(ctx: ActionContext, made: PartNotebook) -> None:
    path = Path(made.path)
    try:
        with held(inside(ctx.settings.workspace, path.parent)) as folder:
            write_atomically(folder / path.name, made.content)
    except OSError as error:
        raise ConflictError(f"{made.path} cannot be written: {error.strerror}.") from error


def _notebook(ctx: ActionContext, path: str, field: str) -> Path:
    file = inside(ctx.settings.workspace, without_drive(path), field=field)
    if not file.is_file():
        raise InvalidInputError.at(field, f"There is no notebook {without_drive(path)!r} in the workspace.")
    kind_of(file)
    return file


def _read(ctx: ActionContext, path: Path) -> Reading:
    if kind_of(path) is not Kind.NOTEBOOK:
        raise InvalidInputError.at("notebook", "Only a notebook (.ipynb) can be split.")
    source = cells.read(path)
    if (source.language or "python") != "python":
        raise InvalidInputError.at(
            "notebook", f"Only notebooks in Python can be split; this one is in {source.language}."
        )
    reading = read_python(source, ctx.settings.workspace)
    for problem in reading.code.problems:
        told = f"Cell {problem.cell.index + 1} cannot be read: {problem.message} (line {problem.line})."
        raise InvalidInputError.at("notebook", f"{told} Mend it first.")
    return reading


def _parameters(reading: Reading) -> list[str]:
    cell = reading.source.parameters_cell
    return [each.name for each in find_parameters(cell.source)] if cell else []


def _facts(ctx: ActionContext, form: DagForm) -> DagFacts:
    schedule = (form.schedule or "").strip() or None
    try:
        DAG(form.dag_id)
    except CoutureError as error:
        raise InvalidInputError.at("dag_id", str(error)) from error
    try:
        DAG(form.dag_id, schedule=schedule)
    except CoutureError as error:
        raise InvalidInputError.at("schedule", str(error)) from error
    return DagFacts(form.dag_id, ctx.clock().date(), schedule, form.description.strip(), form.tags)


def _refuse_taken(ctx: ActionContext, dag_id: str, *, replaces: bool) -> None:
    """Nobody's DAG and nobody's file is replaced; only what an earlier split made may be."""
    file = ctx.settings.dags_folder / f"{dag_id}.py"
    is_ours = replaces and file.exists() and MARK in file.read_text(encoding="utf-8", errors="replace")
    if file.exists() and not is_ours:
        raise ConflictError(f"There is a file {file.name} among the DAGs. Choose another name.")
    with ctx.store.reading() as tx:
        known = dag_listing.get(tx, dag_id)
    if known is not None and not (is_ours and known.file == file.name):
        raise ConflictError(f"There is a DAG {dag_id!r}. Choose another name.")


def _part_notebooks(path: Path, origin: str, plan: Plan) -> tuple[PartNotebook, ...]:
    document = read_source(path)[1]
    document["metadata"] = {**document.get("metadata", {}), "couture": {ORIGIN: origin}}
    folder = Path(origin).parent
    return tuple(
        _part_notebook(document, each, (folder / f"{path.stem}.{number:02}_{each.part.task_id}.ipynb").as_posix())
        for number, each in enumerate(plan.parts, start=1)
    )


def _part_notebook(document: dict[str, Any], plan: PartPlan, path: str) -> PartNotebook:
    return PartNotebook(
        task_id=plan.part.task_id,
        title=plan.part.title,
        path=path,
        content=as_text(part_notebook(document, plan)),
        cells=plan.part.cells,
        takes=plan.takes,
        leaves=tuple(plan.leaves),
        copies=tuple(each.source for each in plan.copies),
    )


def _tasks(plan: Plan, notebooks: tuple[PartNotebook, ...], *, in_order: bool) -> Iterable[NotebookTask]:
    before: tuple[str, ...] = ()
    for each in notebooks:
        upstream = before if in_order else tuple(plan.upstream(each.task_id))
        parameters = {PARAMETER: HANDOVER} if each.takes or each.leaves else {}
        yield NotebookTask(each.task_id, each.path, upstream, parameters)
        before = (each.task_id,)


def _existing(ctx: ActionContext, file: str, made: Iterable[PartNotebook], origin: str) -> Iterable[str]:
    if (ctx.settings.dags_folder / file).exists():
        yield file
    for each in made:
        place = ctx.settings.workspace / each.path
        if place.exists():
            if _origin(place) != origin:
                raise ConflictError(
                    f"There is a file {each.path}, which no split of {origin} has made. Rename it first."
                )
            yield each.path


def _origin(path: Path) -> str | None:
    try:
        with open_resolved(path) as file:
            noted = json.loads(file.read(LARGEST))["metadata"]["couture"][ORIGIN]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return noted if isinstance(noted, str) else None


def _plain(text: str) -> str:
    return re.sub(r'[\\"\n]', "_", text)
