"""Questions that tasks ask people: which there are, and answering them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from couture_jupyter.params import Param
from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.errors import ConflictError, FieldProblem, ForbiddenError, InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.store import human_inputs as stored
from couture_scheduler.store.human_inputs import HumanInputFilter, HumanInputRecord
from couture_scheduler.store.session import Transaction


@needs("runs:read")
def list_questions(
    ctx: ActionContext,
    wanted: HumanInputFilter,
    limit: int = 100,
    offset: int = 0,
    *,
    order_by: str = "-created_at",
) -> Page[HumanInputRecord]:
    """Questions, the newest first. ``NotFoundError`` when there is no such run."""
    with ctx.store.reading() as tx:
        if wanted.dag_id is not None and wanted.run_id is not None:
            find.run(tx, wanted.dag_id, wanted.run_id)
        found, total = stored.listing(tx, wanted, limit, offset, order_by)
        return Page(found, total)


@needs("runs:read")
def get_question(ctx: ActionContext, dag_id: str, run_id: str, task_id: str, map_index: int = -1) -> HumanInputRecord:
    """The question of a task instance; ``NotFoundError`` when it asks nothing."""
    with ctx.store.reading() as tx:
        return _find(tx, dag_id, run_id, task_id, map_index)


@needs("runs:edit")
def respond(
    ctx: ActionContext,
    dag_id: str,
    run_id: str,
    task_id: str,
    map_index: int = -1,
    *,
    chosen_options: Sequence[str] = (),
    params_input: dict[str, Any] | None = None,
) -> HumanInputRecord:
    """Answer a question, choosing at least one option; the task goes on. A field that is left out has its default.

    Raises:
        ForbiddenError: the question is for others.
        ConflictError: somebody was quicker, or the task does not wait any more.
        InvalidInputError: the answer does not fit; at ``chosen_options``, or at ``params_input`` and the field's name.
    """
    with ctx.store.transaction() as tx:
        asked = _find(tx, dag_id, run_id, task_id, map_index)
        _check_person(ctx, asked)
        if not asked.is_open:
            raise ConflictError(_why_not(asked))
        values = _checked(asked, chosen_options, params_input or {})
        number, now = asked.task_instance_id, ctx.clock()
        if not stored.answer(tx, number, chosen=list(chosen_options), params=values, by=ctx.actor.name, now=now):
            raise ConflictError(_why_not(_find(tx, dag_id, run_id, task_id, map_index)))
        place: dict[str, Any] = {"dag_id": dag_id, "run_id": run_id, "task_id": task_id, "map_index": map_index}
        ctx.audit(tx, "respond", **place, details={"chosen_options": list(chosen_options), "params": sorted(values)})
        found = _find(tx, dag_id, run_id, task_id, map_index)
    ctx.tell(Change("human_input", **place, state="answered", user=ctx.actor.name))
    return found


def may_answer(ctx: ActionContext, asked: HumanInputRecord) -> bool:
    """Whether this person may answer it, if it is open."""
    return ctx.actor.may("runs:edit", asked.dag_id) and _is_assigned(ctx, asked)


def _is_assigned(ctx: ActionContext, asked: HumanInputRecord) -> bool:
    names = {name for user in asked.assigned_users for name in (user["id"], user["name"])}
    return not names or ctx.actor.name in names


def _check_person(ctx: ActionContext, asked: HumanInputRecord) -> None:
    if not _is_assigned(ctx, asked):
        names = ", ".join(user["name"] for user in asked.assigned_users)
        raise ForbiddenError(f"This question is for {names} to answer.")


def _why_not(asked: HumanInputRecord) -> str:
    if asked.responded_at is not None:
        who = asked.responded_by or "nobody in time, so the default was taken"
        return f"This question was answered already, by {who}."
    return "The task does not wait for an answer any more."


def _checked(asked: HumanInputRecord, chosen: Sequence[str], given: dict[str, Any]) -> dict[str, Any]:
    """The values of all fields. ``InvalidInputError`` says of each what does not fit."""
    problems = [FieldProblem(("chosen_options",), sentence) for sentence in _of_options(asked, chosen)]
    problems += [
        FieldProblem(("params_input", name), f"The form has no field {name!r}.")
        for name in given
        if name not in asked.params
    ]
    values = {}
    for name, field in asked.params.items():
        values[name] = given.get(name, field.get("value"))
        problem = _of_field(field, values[name], is_given=name in given)
        problems += [FieldProblem(("params_input", name), problem)] if problem else []
    if problems:
        raise InvalidInputError(*problems)
    return values


def _of_options(asked: HumanInputRecord, chosen: Sequence[str]) -> list[str]:
    if not chosen:
        return [f"Choose one of: {', '.join(asked.options)}."]
    if len(chosen) > 1 and not asked.is_multiple:
        return ["Only one can be chosen."]
    return [f"{each!r} is none of: {', '.join(asked.options)}." for each in chosen if each not in asked.options]


def _of_field(field: dict[str, Any], value: Any, *, is_given: bool) -> str:
    if not is_given and "value" not in field:
        return "This is needed: there is no default."
    return Param(schema=field.get("schema") or {}).problem(value)


def _find(tx: Transaction, dag_id: str, run_id: str, task_id: str, map_index: int) -> HumanInputRecord:
    task = find.task(tx, find.run(tx, dag_id, run_id), task_id, map_index)
    found = stored.get(tx, task.id)
    if found is None:
        raise NotFoundError(f"The task {task_id!r} in the run {run_id!r} of {dag_id!r} asks nobody.")
    return found
