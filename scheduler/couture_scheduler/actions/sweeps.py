"""Parameter sweeps: a run for each combination of values, some at once, and the table of what came out."""

from __future__ import annotations

import itertools
import math
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from couture_jupyter.recorded_displays import picture_in, plain
from couture_jupyter.states import FINISHED_RUN_STATES, DagRunType
from couture_scheduler.actions import asked_timetables, find, run_changes, runs, spreadsheets
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.notebooks import typed
from couture_scheduler.actions.run_params import check_conf
from couture_scheduler.errors import FieldProblem, InvalidInputError, NotFoundError
from couture_scheduler.store import recorded_values, sweeps
from couture_scheduler.store.dag_runs import DagRunRecord, NewDagRun
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.sweeps import SweepRecord
from couture_scheduler.store.versions import VersionRecord

MOST_RUNS = 1000
MOST_AT_ONCE = 100
Combine = Literal["product", "zip"]


@dataclass(frozen=True, slots=True)
class SweepRow:
    """One run of a sweep: its values, and what it recorded."""

    run: DagRunRecord
    parameters: dict[str, Any]
    results: dict[str, Any]

    @property
    def seconds(self) -> float | None:
        """How long it took; ``None`` before its end."""
        run = self.run
        return (run.ended_at - run.started_at).total_seconds() if run.started_at and run.ended_at else None


@dataclass(frozen=True, slots=True)
class SweepDetails:
    """A sweep with its rows, and the names of its columns."""

    sweep: SweepRecord
    parameter_names: list[str]
    result_names: list[str]
    rows: list[SweepRow]


@needs("runs:trigger")
def start(
    ctx: ActionContext,
    dag_id: str,
    parameters: Mapping[str, Sequence[Any]],
    *,
    at_once: int = 2,
    combine: Combine = "product",
    note: str | None = None,
) -> SweepRecord:
    """Start a run for each combination of the values (``product``), or for each row of lists that are equally long
    (``zip``). At most ``at_once`` of them run at the same time, whatever the DAG says of overlapping runs.

    Raises ``InvalidInputError`` at the parameter that is wrong; no run is made then.
    """
    with ctx.store.reading() as tx:
        version = runs.startable_version(tx, dag_id)
    confs = [_conf(ctx, version, values) for values in combinations(parameters, combine)]
    if not 1 <= at_once <= MOST_AT_ONCE:
        raise InvalidInputError.at("at_once", f"Between 1 and {MOST_AT_ONCE} runs can run at once.")
    for conf in confs:
        check_conf(version.spec, conf, ctx.actor)
    sweep_id = f"sweep__{ctx.clock():%Y%m%dT%H%M%S}_{secrets.token_hex(4)}"
    if asked_timetables.is_custom(version):  # asked once, and before the database is locked
        interval = asked_timetables.manual_interval(ctx, version, ctx.clock())
    else:
        interval = None
    with ctx.store.transaction() as tx:
        made = [
            _insert(ctx, tx, version, conf, index, sweep_id, at_once, note, interval)
            for index, conf in enumerate(confs)
        ]
        ctx.audit(tx, "start_sweep", dag_id=dag_id, details={"sweep_id": sweep_id, "runs": len(made)})
        record = _find(tx, sweep_id)
    ctx.tell(*(runs.run_change(run, ctx.actor.name, "created") for run in made))
    return record


@needs("runs:read")
def list_sweeps(ctx: ActionContext, dag_id: str | None = None, limit: int = 100) -> list[SweepRecord]:
    """The newest sweeps, of one DAG or of all."""
    with ctx.store.reading() as tx:
        if dag_id is not None:
            find.dag(tx, dag_id)
        return sweeps.listing(tx, dag_id, limit)


@needs("runs:read")
def get(ctx: ActionContext, sweep_id: str) -> SweepDetails:
    """A sweep with a row for each run."""
    with ctx.store.reading() as tx:
        record = _find(tx, sweep_id)
        found = sweeps.runs(tx, sweep_id)
        recorded = recorded_values.of_runs(tx, [run.id for run in found])
    rows = [
        SweepRow(run, _parameters(run), {each.name: each.value for each in recorded.get(run.id, ())}) for run in found
    ]
    return SweepDetails(record, _names(row.parameters for row in rows), _names(row.results for row in rows), rows)


@needs("runs:edit")
def cancel(ctx: ActionContext, sweep_id: str) -> int:
    """Stop the runs of a sweep that have not ended; how many. What has ended stays as it is."""
    with ctx.store.reading() as tx:
        ctx.require("runs:edit", _find(tx, sweep_id).dag_id)
        left = [run for run in sweeps.runs(tx, sweep_id) if run.state not in FINISHED_RUN_STATES]
    # The last first: those that wait would start when one that runs is stopped.
    stopped = run_changes.bulk(ctx, "stop", [(run.dag_id, run.run_id) for run in reversed(left)])
    return sum(each.ok for each in stopped)


@needs("runs:read")
def list_recorded(ctx: ActionContext, dag_id: str, run_id: str) -> list[recorded_values.RecordedValue]:
    """What one run recorded."""
    with ctx.store.reading() as tx:
        run = find.run(tx, dag_id, run_id)
        return recorded_values.of_runs(tx, [run.id]).get(run.id, [])


@needs("runs:read")
def picture(ctx: ActionContext, dag_id: str, run_id: str, name: str) -> tuple[str, bytes]:
    """The media type (PNG or JPEG) and the bytes of a picture that a run recorded."""
    recorded = {each.name: each.value for each in list_recorded(ctx, dag_id, run_id)}
    found = picture_in(recorded.get(name))
    if found is None:
        raise NotFoundError(f"The run {run_id!r} of {dag_id!r} recorded no picture {name!r}.")
    return found


def to_csv(details: SweepDetails) -> str:
    """The table as text that spreadsheets read."""
    rows: list[list[Any]] = [["run", "state", "seconds", *details.parameter_names, *details.result_names]]
    for row in details.rows:
        seconds = "" if row.seconds is None else f"{row.seconds:.3f}"
        values = [plain(row.parameters.get(name)) for name in details.parameter_names]
        results = [plain(row.results.get(name)) for name in details.result_names]
        rows.append([row.run.run_id, row.run.state.value, seconds, *values, *results])
    return spreadsheets.lines(rows)


def combinations(parameters: Mapping[str, Sequence[Any]], combine: Combine) -> list[dict[str, Any]]:
    """The values of each run. Raises ``InvalidInputError`` when there are none, too many, or lists do not fit."""
    if not parameters:
        raise InvalidInputError.at("parameters", "Give at least one parameter with a list of values.")
    empty = [name for name, values in parameters.items() if not values]
    if empty:
        raise InvalidInputError(*(FieldProblem(("parameters", name), "Give at least one value.") for name in empty))
    lengths = {name: len(values) for name, values in parameters.items()}
    if combine == "zip" and len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} has {number}" for name, number in lengths.items())
        raise InvalidInputError.at(
            "parameters", f"To go through the lists side by side they must be equally long: {told}."
        )
    number = max(lengths.values()) if combine == "zip" else math.prod(lengths.values())
    if number > MOST_RUNS:
        raise InvalidInputError.at("parameters", f"These would be {number:,} runs; {MOST_RUNS:,} are possible.")
    lists = zip(*parameters.values(), strict=True) if combine == "zip" else itertools.product(*parameters.values())
    return [dict(zip(parameters, values, strict=True)) for values in lists]


def _conf(ctx: ActionContext, version: VersionRecord, values: dict[str, Any]) -> dict[str, Any]:
    """Notebooks find them as parameters, the tasks of other DAGs as their run's configuration."""
    notebook = runs.notebook_of(version.spec)
    return {"parameters": typed(ctx, notebook, values)} if notebook else values


def _insert(
    ctx: ActionContext,
    tx: Transaction,
    version: VersionRecord,
    conf: dict[str, Any],
    index: int,
    sweep_id: str,
    at_once: int,
    note: str | None,
    interval: tuple[datetime, datetime] | None,
) -> DagRunRecord:
    now = ctx.clock()
    moment = now + timedelta(microseconds=index)
    new = NewDagRun(
        dag_id=version.dag_id,
        run_id="",
        version_id=version.id,
        run_type=DagRunType.MANUAL,
        logical_date=moment,
        data_interval=interval or asked_timetables.manual_interval(ctx, version, moment),
        run_after=now,
        queued_at=now,
        conf=conf,
        note=note,
        triggered_by="sweep",
        triggering_user=ctx.actor.name,
        sweep_id=sweep_id,
        sweep_limit=at_once,
    )
    return runs.start(tx, new, version, any_date=True)


def _find(tx: Transaction, sweep_id: str) -> SweepRecord:
    found = sweeps.get(tx, sweep_id)
    if found is None:
        raise NotFoundError(f"There is no sweep {sweep_id!r}, or its runs were deleted.")
    return found


def _parameters(run: DagRunRecord) -> dict[str, Any]:
    given = run.conf.get("parameters", run.conf)
    return given if isinstance(given, dict) else {}


def _names(rows: Any) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))
