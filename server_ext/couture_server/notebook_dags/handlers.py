"""Routes that make DAGs of notebooks: each to look at what would be written, and to write it."""

from __future__ import annotations

from couture_scheduler.actions import notebook_dags
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.notebook_dags import DagForm

from couture_server.http.routes import Routes
from couture_server.notebook_dags.bodies import (
    ComposeBody,
    NewDagBody,
    NotebookDag,
    NotebookDagTask,
    NotebookFlow,
    NotebookPart,
    SaveSplitBody,
    SplitBody,
)

routes = Routes("NotebookDag")


@routes.post("notebookDags/compose", "notebooks:schedule")
def compose(ctx: ActionContext, body: ComposeBody) -> NotebookDag:
    """The DAG that runs several notebooks, to look at."""
    return _answer(notebook_dags.compose(ctx, _form(body), body.notebooks, in_order=body.in_order))


@routes.post("notebookDags/compose/save", "dagFiles:edit", status=201)
def save_composed(ctx: ActionContext, body: ComposeBody) -> NotebookDag:
    """Write the DAG that runs several notebooks."""
    made = notebook_dags.compose(ctx, _form(body), body.notebooks, in_order=body.in_order)
    return _answer(notebook_dags.save(ctx, made))


@routes.post("notebookDags/split", "notebooks:schedule")
def split(ctx: ActionContext, body: SplitBody) -> NotebookDag:
    """The tasks into which a notebook can be split, with what flows between them, to look at."""
    return _answer(_split(ctx, body))


@routes.post("notebookDags/split/save", "dagFiles:edit", status=201)
def save_split(ctx: ActionContext, body: SaveSplitBody) -> NotebookDag:
    """Split a notebook: write a notebook for each task, and the DAG."""
    return _answer(notebook_dags.save(ctx, _split(ctx, body), replace=body.replace))


def _split(ctx: ActionContext, body: SplitBody) -> notebook_dags.NotebookDag:
    by_tags, in_order = body.by == "tags", body.in_order
    return notebook_dags.split(ctx, _form(body), body.notebook, by_tags=by_tags, level=body.level, in_order=in_order)


def _form(body: NewDagBody) -> DagForm:
    return DagForm(body.dag_id, body.schedule, body.description, tuple(body.tags))


def _answer(made: notebook_dags.NotebookDag) -> NotebookDag:
    return NotebookDag(
        dag_id=made.dag_id,
        file=made.file,
        content=made.content,
        tasks=[
            NotebookDagTask(task_id=each.task_id, notebook=each.notebook, upstream=list(each.upstream))
            for each in made.tasks
        ],
        notebooks=[
            NotebookPart(
                task_id=each.task_id,
                title=each.title,
                path=each.path,
                cells=list(each.cells),
                takes=each.takes,
                leaves=list(each.leaves),
                copies=list(each.copies),
            )
            for each in made.notebooks
        ],
        flows=[
            NotebookFlow(source=each.source, target=each.target, name=each.name, kind=each.kind) for each in made.flows
        ],
        existing=list(made.existing),
    )
