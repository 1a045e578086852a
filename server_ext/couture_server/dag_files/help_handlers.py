"""Routes that help while a DAG file is written. The text is read, never run."""

from __future__ import annotations

from couture_scheduler.actions import dag_file_help
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.code_help.model import Place

from couture_server.backend import Backend
from couture_server.dag_files.help_bodies import (
    CodeCompletion,
    CodeCompletions,
    CodeExplanation,
    CodeExplanationAnswer,
    CodeExplanationBody,
    CodePlaceBody,
    CodeSignature,
    CodeSignatureAnswer,
)
from couture_server.http.routes import Routes

routes = Routes("DAG Files")


@routes.post("dagFiles/completions", "dagFiles:edit")
def complete_dag_code(ctx: ActionContext, backend: Backend, body: CodePlaceBody) -> CodeCompletions:
    """How the word at the cursor can go on."""
    found = dag_file_help.complete(ctx, backend.code_helper, body.path, _place(body))
    items = [CodeCompletion(name=each.name, kind=each.kind, detail=each.detail) for each in found.items]
    return CodeCompletions(completions=items, prefix=found.prefix)


@routes.post("dagFiles/explanation", "dagFiles:edit")
def explain_dag_code(ctx: ActionContext, backend: Backend, body: CodeExplanationBody) -> CodeExplanationAnswer:
    """What the name at the cursor is."""
    found = dag_file_help.explain(ctx, backend.code_helper, body.path, _place(body), body.name)
    return CodeExplanationAnswer(explanation=CodeExplanation(title=found.title, text=found.text) if found else None)


@routes.post("dagFiles/signature", "dagFiles:edit")
def get_dag_code_signature(ctx: ActionContext, backend: Backend, body: CodePlaceBody) -> CodeSignatureAnswer:
    """The arguments of the call around the cursor."""
    found = dag_file_help.signature(ctx, backend.code_helper, body.path, _place(body))
    if found is None:
        return CodeSignatureAnswer(signature=None)
    signature = CodeSignature(
        name=found.name, parameters=list(found.parameters), current=found.current, text=found.text
    )
    return CodeSignatureAnswer(signature=signature)


def _place(body: CodePlaceBody) -> Place:
    return Place(body.content, body.line, body.column)
