"""Routes of questions to people. ``~`` stands for any DAG and any run."""

from __future__ import annotations

from couture_scheduler.actions import human_input, tasks
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import NotFoundError
from couture_scheduler.store.human_inputs import HumanInputFilter, HumanInputRecord

from couture_server.http.filters import matches_of
from couture_server.http.routes import Routes
from couture_server.human_input.bodies import (
    HITLDetail,
    HITLDetailCollection,
    HITLDetailResponse,
    HITLQuery,
    HITLUser,
    UpdateHITLDetailPayload,
)
from couture_server.tasks import answers
from couture_server.tasks.paths import RUN, of_one

routes = Routes("Task Instance")


@routes.get(RUN + "/hitlDetails", "runs:read")
def get_hitl_details(ctx: ActionContext, dag_id: str, dag_run_id: str, query: HITLQuery) -> HITLDetailCollection:
    """List questions that tasks ask people, the newest first."""
    wanted = HumanInputFilter(
        dag_id=None if dag_id == "~" else dag_id,
        run_id=None if dag_run_id == "~" else dag_run_id,
        task_id=query.task_id,
        map_index=query.map_index,
        waiting=query.waiting,
        response_received=query.response_received,
        states=tuple(query.state),
        subject_contains=query.subject_search,
        body_contains=query.body_search,
        responded_by=tuple({*query.responded_by_user_id, *query.responded_by_user_name}),
        matches=matches_of(query, "created_at"),
    )
    order_by = query.order_by or "-created_at"
    found = human_input.list_questions(ctx, wanted, query.limit, query.offset, order_by=order_by)
    return HITLDetailCollection(hitl_details=[_detail(ctx, each) for each in found.entries], total_entries=found.total)


@routes.get(of_one("/hitlDetails"), "runs:read")
def get_hitl_detail(ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, map_index: int = -1) -> HITLDetail:
    """The question of one task instance."""
    return _detail(ctx, human_input.get_question(ctx, dag_id, dag_run_id, task_id, map_index))


@routes.get(of_one("/hitlDetails/tries/{try_number}"), "runs:read")
def get_hitl_detail_try_detail(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, try_number: int, map_index: int = -1
) -> HITLDetail:
    """The question of a try; a further try asks anew, and what was asked before is not kept."""
    found = human_input.get_question(ctx, dag_id, dag_run_id, task_id, map_index)
    if found.try_number != try_number:
        raise NotFoundError(f"The question of try {found.try_number} is kept, not that of try {try_number}.")
    return _detail(ctx, found)


@routes.patch(of_one("/hitlDetails"), "runs:edit")
def update_hitl_detail(
    ctx: ActionContext,
    dag_id: str,
    dag_run_id: str,
    task_id: str,
    body: UpdateHITLDetailPayload,
    map_index: int = -1,
) -> HITLDetailResponse:
    """Answer the question of a task instance; the task goes on."""
    found = human_input.respond(
        ctx,
        dag_id,
        dag_run_id,
        task_id,
        map_index,
        chosen_options=body.chosen_options,
        params_input=body.params_input,
    )
    assert found.responded_at is not None
    return HITLDetailResponse(
        responded_by=HITLUser(id=ctx.actor.name, name=ctx.actor.name),
        responded_at=found.responded_at,
        chosen_options=found.chosen_options or [],
        params_input=found.params_input or {},
    )


def _detail(ctx: ActionContext, found: HumanInputRecord) -> HITLDetail:
    task = tasks.get(ctx, found.dag_id, found.run_id, found.task_id, found.map_index)
    who = found.responded_by
    return HITLDetail(
        task_instance=answers.task_instance(ctx, task),
        options=found.options,
        subject=found.subject,
        body=found.body,
        defaults=found.defaults,
        multiple=found.is_multiple,
        params={name: {"value": None, **field} for name, field in found.params.items()},
        assigned_users=[HITLUser(id=each["id"], name=each["name"]) for each in found.assigned_users],
        created_at=found.created_at,
        timeout_at=found.timeout_at,
        responded_by_user=HITLUser(id=who, name=who) if who else None,
        responded_at=found.responded_at,
        chosen_options=found.chosen_options,
        params_input=found.params_input or {},
        response_received=found.responded_at is not None,
        waits=found.is_open,
        may_respond=human_input.may_answer(ctx, found),
    )
