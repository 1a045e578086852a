"""What a running task may do beyond its run: see other DAGs and the states of their runs, start one, switch one
off, change variables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from couture_jupyter.serialization import DagSpec
from couture_scheduler.access import Actor
from couture_scheduler.actions import clearing, dags, find, runs, variables
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.config import Settings
from couture_scheduler.errors import ConflictError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.loop.dag_facts import dag_facts
from couture_scheduler.loop.engine_actions import engine_context
from couture_scheduler.store import dag_runs, human_inputs, run_states
from couture_scheduler.store.session import Store

_NEWEST = 1000  # runs in one answer
Asker = tuple[str, str, str, int]  # DAG, run, task, map index of the task that asks


class DagCalls:
    """Part of ``WorkerCalls``. ``tell`` passes the news of new runs on."""

    def __init__(
        self, settings: Settings, store: Store, clock: Callable[[], datetime], tell: Callable[[list[Change]], None]
    ) -> None:
        self._settings, self._store, self._clock, self._tell = settings, store, clock, tell

    def states(
        self,
        dag_id: str,
        logical_dates: Sequence[str] = (),
        run_ids: Sequence[str] = (),
        task_ids: Sequence[str] = (),
        task_group_id: str | None = None,
        newest: int = 0,
    ) -> dict[str, Any]:
        """See ``TaskContext.dag_states``."""
        dates = [datetime.fromisoformat(each) for each in logical_dates]
        with self._store.reading() as tx:
            try:
                spec = find.version(tx, dag_id).spec
            except NotFoundError:
                return {"exists": False, "task_ids": [], "task_group_ids": [], "wanted": [], "runs": []}
            wanted = _tasks_of(spec, task_group_id) if task_group_id else list(task_ids)
            found = run_states.find(
                tx, dag_id, logical_dates=dates, run_ids=run_ids, task_ids=wanted, newest=min(newest, _NEWEST)
            )
        return {
            "exists": True,
            "task_ids": [task.task_id for task in spec.tasks],
            "task_group_ids": [group.group_id for group in spec.task_groups],
            "wanted": wanted,
            "runs": [{**_run(each), "run_type": each.run_type, "tasks": each.tasks} for each in found],
        }

    def facts(self, asker: Asker, dag_id: str) -> dict[str, Any] | None:
        """See ``TaskContext.dag_facts``. Who started the asking run, asks."""
        try:
            found = dags.get(self._context(asker), dag_id)
        except NotFoundError:
            return None
        return dag_facts(found, self._settings)

    def pause(self, asker: Asker, dag_id: str, paused: bool) -> None:
        """See ``TaskContext.pause_dag``. Who started the asking run, does it."""
        (dags.pause if paused else dags.resume)(self._context(asker), dag_id)

    def trigger(
        self,
        asker: Asker,
        dag_id: str,
        run_id: str,
        conf: dict[str, Any] | None = None,
        logical_date: str | None = None,
        reset: bool = False,
        must_be_on: bool = False,
        note: str | None = None,
    ) -> dict[str, Any]:
        """See ``TaskContext.trigger_dag``. Who started the asking run, starts this one."""
        ctx = self._context(asker)
        existing = self._existing(dag_id, run_id, logical_date, must_be_on)
        if existing is not None:
            if reset:
                clearing.clear(ctx, dag_id, existing.run_id)
            return {"created": reset, **_run(existing)}
        made = runs.trigger(
            ctx,
            dag_id,
            conf=conf,
            logical_date=datetime.fromisoformat(logical_date) if logical_date else None,
            run_id=run_id,
            note=note,
            triggered_by="operator",
        )
        return {"created": True, **_run(made.run)}

    def change_variable(self, asker: Asker, key: str, value: str | None, description: str | None = None) -> bool:
        """See ``TaskContext.change_variable``: any task may, and the audit log tells which one did."""
        ctx = self._context(asker)
        try:
            if value is None:
                variables.delete(ctx, key)
            else:
                variables.update(ctx, key, value=value, description=description)
        except NotFoundError:
            if value is not None:
                variables.create(ctx, key, value, description)
            return False
        return True

    def ask_human(self, asker: Asker, task_instance_id: int, question: dict[str, Any]) -> None:
        """See ``TaskContext.ask_human``."""
        until = question["timeout_at"]
        columns = {
            **question,
            "is_multiple": question["multiple"],
            "timeout_at": datetime.fromisoformat(until) if until else None,
        }
        with self._store.transaction() as tx:
            human_inputs.ask(tx, task_instance_id, columns, self._clock())
        dag_id, run_id, task_id, map_index = asker
        place: dict[str, Any] = {"dag_id": dag_id, "run_id": run_id, "task_id": task_id, "map_index": map_index}
        self._tell([Change("human_input", "created", **place, state="waiting")])

    def _existing(
        self, dag_id: str, run_id: str, logical_date: str | None, must_be_on: bool
    ) -> run_states.RunStates | None:
        dates = [datetime.fromisoformat(logical_date)] if logical_date else []
        with self._store.reading() as tx:
            if find.dag(tx, dag_id).is_paused and must_be_on:
                raise ConflictError(f"The DAG {dag_id!r} is off. Switch it on, then run this task again.")
            found = run_states.find(tx, dag_id, logical_dates=dates, run_ids=[run_id])
        return found[0] if found else None

    def _context(self, asker: Asker) -> ActionContext:
        dag_id, run_id, task_id, _ = asker
        with self._store.reading() as tx:
            own = dag_runs.get(tx, dag_id, run_id)
        task = f"task {dag_id}.{task_id}"
        actor = Actor((own.triggering_user if own else None) or task, source=task)
        ctx = engine_context(self._settings, self._store, self._clock, self._tell)
        return ActionContext(ctx.store, ctx.settings, actor, ctx.notifier, ctx.clock)


def _run(run: Any) -> dict[str, Any]:
    return {"run_id": run.run_id, "logical_date": run.logical_date.isoformat(), "state": run.state}


def _tasks_of(spec: DagSpec, group_id: str) -> list[str]:
    """The tasks in a group, those of the groups in it included."""
    inside = {group_id}
    for group in spec.task_groups:  # outer before inner
        if group.parent in inside:
            inside.add(group.group_id)
    return [task.task_id for task in spec.tasks if task.task_group in inside]
