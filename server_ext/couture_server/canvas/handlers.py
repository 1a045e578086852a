"""Routes of the canvas. The server keeps nothing: the text is the open editor's."""

from __future__ import annotations

from dataclasses import asdict

from couture_scheduler.actions.context import ActionContext
from couture_scheduler.dag_editing.catalogue import catalogue
from couture_scheduler.dag_editing.edits import apply
from couture_scheduler.dag_editing.model import canvas_of
from couture_scheduler.dag_editing.reading import Reading
from couture_scheduler.dag_editing.statements import read
from couture_scheduler.errors import FieldProblem, InvalidInputError

from couture_server.canvas.bodies import (
    Canvas,
    CanvasBody,
    CanvasEditBody,
    CanvasEdited,
    CanvasNote,
    CanvasReading,
    Operator,
    OperatorCollection,
)
from couture_server.canvas.edits import change_of
from couture_server.http.routes import Routes

routes = Routes("Canvas")


@routes.get("operators", "dags:read")
def get_operators(ctx: ActionContext) -> OperatorCollection:
    """The operators and sensors that a DAG can have, with their arguments."""
    found = [Operator.model_validate(asdict(each)) for each in catalogue()]
    return OperatorCollection(operators=found, total_entries=len(found))


@routes.post("canvas", "dags:read")
def read_canvas(ctx: ActionContext, body: CanvasBody) -> CanvasReading:
    """What the text of a DAG file says, found without running it."""
    try:
        reading = read(body.content)
    except InvalidInputError as error:
        return CanvasReading(canvas=None, problem=str(error))
    return CanvasReading(canvas=_answer(reading), problem=None)


@routes.post("canvas/edit", "dags:read")
def edit_canvas(ctx: ActionContext, body: CanvasEditBody) -> CanvasEdited:
    """The text after one change, in which nothing else has changed. Nothing is saved: see the DAG files for that."""
    try:
        done = apply(body.content, change_of(body.edit))
    except InvalidInputError as error:
        raise _in_edit(error) from error
    notes = [CanvasNote(line=each.line, message=each.message) for each in done.notes]
    return CanvasEdited(content=done.text, canvas=_answer(done.reading), selected=list(done.selected), notes=notes)


def _answer(reading: Reading) -> Canvas:
    return Canvas.model_validate(asdict(canvas_of(reading)))


def _in_edit(error: InvalidInputError) -> InvalidInputError:
    """Fields of the change stand in ``edit``; the text has a place of its own."""
    problems = [
        each if each.field[0] == "content" else FieldProblem(("edit", *each.field), each.message)
        for each in error.problems
    ]
    return InvalidInputError(*problems)
