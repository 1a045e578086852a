"""What makes the secrets of a schedule form right: they are named, never given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from couture_jupyter.secret_references import SecretReference, parse
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.schedule_form import NotebookScheduleForm
from couture_scheduler.errors import FieldProblem
from couture_scheduler.store import connections, variables
from couture_scheduler.store.session import Transaction

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RESERVED = re.compile(r"PATH|HOME|IFS|SHELL|(COUTURE|JUPYTER|PYTHON|LD|DYLD)_?.*", re.IGNORECASE)

Problems = Iterator[FieldProblem]


def secret_problems(ctx: ActionContext, form: NotebookScheduleForm) -> Problems:
    """Everything that is wrong with the secrets, at their fields. What was given is never repeated."""
    if not form.secrets and not form.secret_parameters:
        return
    with ctx.store.reading() as tx:
        for name, reference in form.secrets.items():
            for sentence in (*_name(name), *_reference(tx, reference, "a secret")):
                yield FieldProblem(("secrets", name), sentence)
        for name in form.secret_parameters:
            if name in form.parameters:  # else each run names it
                for sentence in _reference(tx, form.parameters[name], "a secret parameter"):
                    yield FieldProblem(("parameters", name), sentence)


def _name(name: str) -> Iterator[str]:
    if not _NAME.fullmatch(name):
        yield "The name of an environment variable has letters, digits and _, and does not begin with a digit."
    elif _RESERVED.fullmatch(name):
        yield f"{name} decides how programs run. Choose another name."


def _reference(tx: Transaction, given: object, what: str) -> Iterator[str]:
    try:
        reference = parse(given if isinstance(given, str) else "")
    except ValueError:
        yield (
            f"The value of {what} is not written into a schedule. Keep it with `couture variables set KEY`, and name "
            "it here as variable:KEY; of a connection, write connection:ID.password."
        )
        return
    if not _exists(tx, reference):
        command = f"couture {reference.kind}s set {reference.name}"
        yield f"There is no {reference.kind} {reference.name!r}. Make it with: {command}"


def _exists(tx: Transaction, reference: SecretReference) -> bool:
    if reference.kind == "variable":
        return variables.get(tx, reference.name) is not None
    return connections.get(tx, reference.name) is not None
