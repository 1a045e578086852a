"""DAG files to begin with. Nothing is written: a file is made when it is saved."""

from __future__ import annotations

from dataclasses import replace

from couture_jupyter.arguments import check_key
from couture_jupyter.exceptions import DagError
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.files.dag_templates import DagTemplate, render, templates


@needs("dags:read")
def list_templates(ctx: ActionContext, dag_id: str) -> list[DagTemplate]:
    """All templates, the simplest first, with this DAG id in them."""
    try:
        check_key("DAG id", dag_id)
    except DagError as error:
        raise InvalidInputError.at("dag_id", str(error)) from error
    return [replace(each, source=render(each, dag_id)) for each in templates()]
