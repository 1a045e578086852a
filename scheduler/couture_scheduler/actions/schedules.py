"""What a person may ask about notebook schedules. A schedule is a row of form fields; saving it renders a DAG."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from couture_jupyter.serialization import DagSpec
from couture_scheduler.actions import dags as dag_actions
from couture_scheduler.actions import runs
from couture_scheduler.actions.code_versions import pinned
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.actions.leaving import gone, sentence
from couture_scheduler.actions.notebooks import inspect_file
from couture_scheduler.actions.runs import RunDetails
from couture_scheduler.actions.schedule_form import NotebookScheduleForm, When, slug
from couture_scheduler.actions.schedule_rules import find_problems, normalise
from couture_scheduler.actions.schedule_rules_triggers import find_trigger_problems
from couture_scheduler.actions.schedule_source import build_spec, render_source
from couture_scheduler.errors import FieldProblem, InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.kernels import account_pools
from couture_scheduler.store import arrivals, dag_listing, dag_runs, dags, notebook_schedules, run_listing, versions
from couture_scheduler.store.dag_listing import DagFilter, DagRecord, RunMark
from couture_scheduler.store.notebook_schedules import ScheduleRecord
from couture_scheduler.store.run_listing import RunFilter
from couture_scheduler.store.session import Transaction

__all__ = [
    "NotebookScheduleForm",
    "ScheduleDeletion",
    "ScheduleDetails",
    "ScheduleDraft",
    "When",
    "create",
    "delete",
    "duplicate",
    "get",
    "list_schedules",
    "preview_deletion",
    "run_now",
    "update",
    "validate",
]


@dataclass(frozen=True, slots=True)
class ScheduleDraft:
    """A form that is right, and the DAG it would make."""

    dag_id: str
    form: NotebookScheduleForm
    spec: DagSpec
    source: str
    begins: datetime

    @property
    def summary(self) -> str:
        """The schedule in words."""
        return self.spec.schedule_summary


@dataclass(frozen=True, slots=True)
class ScheduleDetails:
    """A saved schedule with its DAG. ``run_id`` is the run that saving it has just started, ``runs_as`` the user of the
    system that its runs read and write as (``None``: everything here runs as one)."""

    dag_id: str
    form: NotebookScheduleForm
    dag: DagRecord
    source: str
    recent_runs: list[RunMark]
    created_by: str
    created_at: datetime
    updated_by: str
    updated_at: datetime
    run_id: str | None = None
    paused_because: str | None = None
    runs_as: str | None = None


@dataclass(frozen=True, slots=True)
class ScheduleDeletion:
    """What goes and what stays when a schedule is deleted, in sentences."""

    goes: list[str]
    stays: list[str]
    runs: int
    active_runs: int


@needs("notebooks:schedule")
def validate(ctx: ActionContext, form: NotebookScheduleForm, dag_id: str | None = None) -> ScheduleDraft:
    """Check the form without saving; ``dag_id`` names the schedule that is being edited.

    Raises ``InvalidInputError`` with every wrong field at once.
    """
    record = _read(ctx, dag_id) if dag_id is not None else None
    form = normalise(ctx, form)
    old = form_of(record) if record is not None else None
    problems = list(find_problems(ctx, form, old=old))
    with ctx.store.reading() as tx:
        problems += _name_problems(tx, form, record)
        problems += find_trigger_problems(tx, ctx.settings, form, dag_id)
    if problems:
        raise InvalidInputError(*problems)
    form = dataclasses.replace(form, notebook=inspect_file(ctx, form.notebook).path)
    begins = _begins(ctx, form, record)
    own_id = dag_id or slug(form.name)
    return _draft(ctx, own_id, form, begins)


def _draft(ctx: ActionContext, dag_id: str, form: NotebookScheduleForm, begins: datetime) -> ScheduleDraft:
    made = (form, dag_id, begins, ctx.actor.name)
    return ScheduleDraft(dag_id, form, build_spec(*made), render_source(*made), begins)


@needs("notebooks:schedule")
def create(ctx: ActionContext, form: NotebookScheduleForm) -> ScheduleDetails:
    """Save a new schedule: it becomes a DAG named after it. ``when`` now starts its run at once."""
    draft = _pinned(ctx, validate(ctx, form))
    with ctx.store.transaction() as tx:
        if dag_listing.get(tx, draft.dag_id) is not None:
            raise InvalidInputError(_name_taken(draft.dag_id))
        _save(ctx, tx, draft)
        dags.set_paused(tx, draft.dag_id, draft.form.paused, ctx.clock())
        ctx.audit(tx, "create_notebook_schedule", dag_id=draft.dag_id, details={"notebook": draft.form.notebook})
    ctx.tell(Change("dag", "created", dag_id=draft.dag_id, user=ctx.actor.name))
    return _started(ctx, draft.dag_id, now=draft.form.when.kind == "now")


@needs("notebooks:schedule")
def update(ctx: ActionContext, dag_id: str, form: NotebookScheduleForm) -> ScheduleDetails:
    """Save the whole form anew. The DAG keeps its id and its runs. Runs are due from now on when the timing changed;
    changing ``when`` to now starts a run."""
    draft = _pinned(ctx, validate(ctx, form, dag_id))
    with ctx.store.transaction() as tx:
        old = form_of(_find(tx, dag_id))
        _save(ctx, tx, draft)
        dags.set_paused(tx, dag_id, draft.form.paused, ctx.clock())
        names = [each.name for each in dataclasses.fields(old)]
        changed = [name for name in names if getattr(old, name) != getattr(draft.form, name)]
        ctx.audit(tx, "update_notebook_schedule", dag_id=dag_id, details={"fields": changed})
    ctx.tell(Change("dag", dag_id=dag_id, user=ctx.actor.name))
    return _started(ctx, dag_id, now=draft.form.when.kind == "now" and old.when.kind != "now")


@needs("notebooks:schedule")
def change(ctx: ActionContext, dag_id: str, fields: dict[str, Any]) -> ScheduleDetails:
    """Save some fields anew; ``when`` as a ``When`` or its JSON."""
    with ctx.store.reading() as tx:
        record = _find(tx, dag_id)
        paused = dag_listing.get_paused(tx, dag_id)
    given = {**form_of(record).to_json(), "paused": paused, **fields}
    if isinstance(given["when"], When):
        given["when"] = dataclasses.asdict(given["when"])
    return update(ctx, dag_id, NotebookScheduleForm.from_json(given))


@needs("notebooks:schedule")
def duplicate(ctx: ActionContext, dag_id: str, name: str | None = None) -> ScheduleDetails:
    """Make a copy under another name (default: a free one), paused. What ran once by date or at saving waits for a
    person in the copy."""
    with ctx.store.reading() as tx:
        old = form_of(_find(tx, dag_id))
        new_name = name if name is not None else _free_name(tx, old.name)
    when = old.when
    if when.kind == "now" or (when.kind == "once" and when.at is not None and when.at <= ctx.clock()):
        when = When("manual")
    return create(ctx, dataclasses.replace(old, name=new_name, paused=True, when=when))


@needs("notebooks:schedule")
def delete(ctx: ActionContext, dag_id: str) -> None:
    """Delete the schedule with its DAG, runs and logs. The notebook and the outputs in the workspace stay.

    Raises ``ConflictError`` while runs are active.
    """
    with ctx.store.transaction() as tx:
        _find(tx, dag_id)
        dag_actions.refuse_active_runs(dag_runs.active_per_dag(tx).get(dag_id, 0), dag_id)
        dags.remove(tx, dag_id)
        ctx.audit(tx, "delete_notebook_schedule", dag_id=dag_id)
    dag_actions.remove_files(ctx, dag_id)
    ctx.tell(Change("dag", "deleted", dag_id=dag_id, user=ctx.actor.name))


@needs("dags:read")
def preview_deletion(ctx: ActionContext, dag_id: str) -> ScheduleDeletion:
    """What goes and what stays."""
    with ctx.store.reading() as tx:
        form = form_of(_find(tx, dag_id))
        total = run_listing.count(tx, RunFilter(dag_ids=(dag_id,)))
        active = dag_runs.active_per_dag(tx).get(dag_id, 0)
        following = arrivals.of_upstream(tx, dag_id)
    of_runs = f"Its {total} runs with their logs" if total != 1 else "Its run with its log"
    goes = ["The schedule and its DAG"] + ([of_runs + " and the executed notebooks kept with them"] if total else [])
    stays = [f"The notebook {form.notebook}"]
    if form.output_path:
        stays.append(f"The outputs that were written to {form.output_path}")
    stays += [f"{each}, which ran after it and will not start by itself any more" for each in following]
    return ScheduleDeletion(goes, stays, total, active)


@needs("runs:trigger")
def run_now(
    ctx: ActionContext, dag_id: str, *, parameters: dict[str, Any] | None = None, note: str | None = None
) -> RunDetails:
    """Run the notebook now, also while the schedule is paused; ``parameters`` override single ones for this run."""
    _read(ctx, dag_id)
    return runs.trigger(ctx, dag_id, parameters=parameters, note=note)


@needs("dags:read")
def get(ctx: ActionContext, dag_id: str) -> ScheduleDetails:
    """One schedule."""
    with ctx.store.reading() as tx:
        record = _find(tx, dag_id)
        found = dag_listing.get(tx, dag_id)
        assert found is not None  # the schedule goes with its DAG
        return _details(tx, [found], {dag_id: record})[0]


@needs("dags:read")
def list_schedules(
    ctx: ActionContext,
    *,
    text: str = "",
    notebook: str | None = None,
    order_by: str = "dag_id",
    limit: int = 100,
    offset: int = 0,
) -> Page[ScheduleDetails]:
    """A page of schedules; ``notebook`` is the path of one in the workspace."""
    wanted = DagFilter(text=text, kind=dags.NOTEBOOK_SCHEDULE, notebook=notebook)
    with ctx.store.reading() as tx:
        records = dag_listing.page(tx, wanted, order_by, limit, offset)
        known = notebook_schedules.get_many(tx, [record.dag_id for record in records])
        return Page(_details(tx, records, known), dag_listing.count(tx, wanted))


def _pinned(ctx: ActionContext, draft: ScheduleDraft) -> ScheduleDraft:
    """The draft with the snapshot that it asks for."""
    form = pinned(ctx, draft.form)
    return draft if form is draft.form else _draft(ctx, draft.dag_id, form, draft.begins)


def _name_problems(tx: Transaction, form: NotebookScheduleForm, record: ScheduleRecord | None) -> list[FieldProblem]:
    wanted = slug(form.name)
    if record is not None:
        return []  # another name is only shown: the DAG's id stays, and with it the history
    if wanted and dag_listing.get(tx, wanted) is not None:
        return [_name_taken(wanted)]
    return []


def _name_taken(dag_id: str) -> FieldProblem:
    return FieldProblem(("name",), f"There is a DAG {dag_id!r} already. Choose another name.")


def _save(ctx: ActionContext, tx: Transaction, draft: ScheduleDraft) -> None:
    now = ctx.clock()
    made = dags.register(
        tx, draft.spec, source=draft.source, kind=dags.NOTEBOOK_SCHEDULE, file=None, commit=None, now=now
    )
    before = notebook_schedules.get(tx, draft.dag_id)
    is_theirs = before is not None and before.owner == ctx.actor.name and before.owned_since <= made.version_id
    since = before.owned_since if before is not None and is_theirs else made.version_id
    document = {**draft.form.to_json(), "begins": draft.begins.isoformat(), "owned_since": since}
    notebook_schedules.put(tx, draft.dag_id, draft.form.notebook, document, ctx.actor.name, now)


def _begins(ctx: ActionContext, form: NotebookScheduleForm, record: ScheduleRecord | None) -> datetime:
    """From when on runs are due: saving or changing the timing must not start what would have been due before."""
    if record is not None:
        old = form_of(record)
        if (old.when, old.timezone, old.start_date) == (form.when, form.timezone, form.start_date):
            return datetime.fromisoformat(record.form["begins"])
    return ctx.clock().replace(microsecond=0)


def _started(ctx: ActionContext, dag_id: str, *, now: bool) -> ScheduleDetails:
    run_id = runs.trigger(ctx, dag_id).run.run_id if now else None
    return dataclasses.replace(get(ctx, dag_id), run_id=run_id)


_OURS = ("begins", "owned_since")  # what is saved with the form


def _find(tx: Transaction, dag_id: str) -> ScheduleRecord:
    found = notebook_schedules.get(tx, dag_id)
    if found is None:
        raise NotFoundError(f"There is no notebook schedule {dag_id!r}.")
    return found


def _read(ctx: ActionContext, dag_id: str) -> ScheduleRecord:
    with ctx.store.reading() as tx:
        return _find(tx, dag_id)


def form_of(record: ScheduleRecord) -> NotebookScheduleForm:
    """The form as it was saved."""
    return NotebookScheduleForm.from_json({name: value for name, value in record.form.items() if name not in _OURS})


def _free_name(tx: Transaction, name: str) -> str:
    number = 1
    while True:
        candidate = f"{name} copy" if number == 1 else f"{name} copy {number}"
        if dag_listing.get(tx, slug(candidate)) is None:
            return candidate
        number += 1


def _why_paused(record: DagRecord, owner: str, left: set[str]) -> str | None:
    return sentence(owner) if record.is_paused and owner in left else None


def _details(tx: Transaction, records: list[DagRecord], known: dict[str, ScheduleRecord]) -> list[ScheduleDetails]:
    newest = versions.get_many(tx, [record.version_id for record in records])
    marks = dag_listing.recent_runs(tx, [record.dag_id for record in records])
    left = gone(tx, [known[record.dag_id].owner for record in records if record.is_paused])
    return [
        ScheduleDetails(
            dag_id=record.dag_id,
            form=dataclasses.replace(form_of(known[record.dag_id]), paused=record.is_paused),
            dag=record,
            source=newest[record.version_id].source,
            recent_runs=marks.get(record.dag_id, []),
            created_by=known[record.dag_id].created_by,
            created_at=known[record.dag_id].created_at,
            updated_by=known[record.dag_id].updated_by,
            updated_at=known[record.dag_id].updated_at,
            paused_because=_why_paused(record, known[record.dag_id].owner, left),
            runs_as=None if account_pools.place() is None else known[record.dag_id].owner,
        )
        for record in records
    ]
