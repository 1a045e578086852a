"""What a running task may ask the engine: its XComs, variables and connections, other DAGs; and how it is getting on.
Answered in the caller's thread."""

from __future__ import annotations

import dataclasses
import hmac
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from couture_scheduler.access import Actor
from couture_scheduler.actions import connections, variables
from couture_scheduler.engine.launch import Progressed
from couture_scheduler.errors import ForbiddenError, NotFoundError
from couture_scheduler.loop.launches import WATCHER, Launches
from couture_scheduler.loop.worker_dag_calls import DagCalls
from couture_scheduler.loop.worker_state_calls import StateCalls
from couture_scheduler.store import asset_events, assets, callbacks, dag_runs, event_logs, task_instances, xcoms
from couture_scheduler.store.asset_events import EventFilter
from couture_scheduler.store.callbacks import CallbackState
from couture_scheduler.store.session import Store, Transaction

Method = Callable[[str, dict[str, Any]], Any]


class WorkerCalls:
    """Serves the workers' calls. ``report`` passes progress on to the loop."""

    def __init__(
        self,
        store: Store,
        home: Path,
        launches: Launches,
        clock: Callable[[], datetime],
        report: Callable[[Progressed], None],
        dags: DagCalls,
        states: StateCalls,
    ) -> None:
        self._store = store
        self._home = home
        self._launches = launches
        self._clock = clock
        self._report = report
        self._dags = dags
        self._states = states

    def method_for(self, launch_id: str, token: str) -> Method | None:
        """The calls open to the worker of this launch, or ``None`` when the token is not its own."""
        if not hmac.compare_digest(token, self._launches.token(launch_id)):
            return None
        call = self._call_of_watcher if launch_id.startswith(f"{WATCHER}.") else self._call
        return lambda method, params: call(launch_id, method, params)

    def _call_of_watcher(self, launch_id: str, method: str, params: dict[str, Any]) -> Any:
        """It belongs to no run: variables, connections and the state of assets are all that it may ask for."""
        if method == "secret":
            return self._secret(launch_id, **params)
        states: dict[str, Callable[..., Any]] = {
            "get_state": self._states.get,
            "set_state": self._states.set,
            "delete_state": self._states.delete,
        }
        if method not in states or params.get("asset") is None:
            raise ForbiddenError(f"The trigger of an asset watcher cannot call {method!r}.")
        return states[method](None, **params)

    def _call(self, launch_id: str, method: str, params: dict[str, Any]) -> Any:
        as_asker: dict[str, Callable[..., Any]] = {
            "trigger_dag": self._dags.trigger,
            "dag_facts": self._dags.facts,
            "pause_dag": self._dags.pause,
            "change_variable": self._dags.change_variable,
            "get_state": self._states.get,
            "set_state": self._states.set,
            "delete_state": self._states.delete,
            "aliased_assets": self._states.aliased,
        }
        if method in as_asker:
            return as_asker[method](self._named(launch_id), **params)
        match method:
            case "xcom_push":
                return self._xcom_push(launch_id, **params)
            case "xcom_pull":
                return self._xcom_pull(launch_id, **params)
            case "secret":
                return self._secret(launch_id, **params)
            case "asset_events":
                return self._asset_events(launch_id, **params)
            case "find_asset":
                with self._store.reading() as tx:
                    self._name(tx, launch_id)
                    return assets.named(tx, **params)
            case "dag_states":
                self._named(launch_id)
                return self._dags.states(**params)
            case "ask_human":
                return self._dags.ask_human(self._named(launch_id), int(launch_id.partition(".")[0]), params)
            case "progress":
                self._report(Progressed(launch_id, progress=params))
                return None
        raise ForbiddenError(f"A task cannot call {method!r}.")

    def _xcom_push(self, launch_id: str, key: str, value: Any) -> None:
        with self._store.transaction() as tx:
            dag_id, run_id, task_id, map_index = self._name(tx, launch_id)
            row = {"dag_id": dag_id, "run_id": run_id, "task_id": task_id, "map_index": map_index}
            xcoms.put_many(tx, [{**row, "key": key, "value": value}], self._clock())

    def _xcom_pull(self, launch_id: str, dag_id: str | None = None, run_id: str | None = None, **filters: Any) -> Any:
        with self._store.reading() as tx:
            own_dag, own_run, _, _ = self._name(tx, launch_id)
            return xcoms.pull(tx, dag_id or own_dag, run_id or own_run, **filters)

    def _secret(self, launch_id: str, kind: str, name: str) -> dict[str, Any] | None:
        """A variable, or all connections with an id: any task may have any, and the audit log tells that it did."""
        with self._store.transaction() as tx:
            dag_id, run_id, task_id, map_index = self._name(tx, launch_id)
            event, task = f"fetch_{kind}", Actor(f"task {task_id}", source="engine")
            details = {kind: name}
            event_logs.write(tx, task, event, dag_id, run_id, task_id, details, self._clock(), map_index=map_index)
        if kind == "variable":
            value = variables.fetch(self._store, self._home, name)
            return None if value is None else {"value": value}
        found = connections.fetch_all(self._store, self._home, name)
        return {"connections": [dataclasses.asdict(each) for each in found]} if found else None

    @staticmethod
    def _name_of_callback(tx: Transaction, number: int, launch: int) -> tuple[str, str, str, int]:
        """A callback speaks for its run only while it is called."""
        found = callbacks.get(tx, number)
        if found is None:
            raise NotFoundError("The run of this callback was deleted.")
        if found.state is not CallbackState.RUNNING or found.tries != launch:
            raise ForbiddenError("This callback has ended.")
        return found.dag_id, found.run_id, str(found.details.get("task_id", f"on_{found.kind}_callback")), -1

    def _asset_events(
        self,
        launch_id: str,
        of_run: bool = False,
        after: str | None = None,
        before: str | None = None,
        ascending: bool = True,
        limit: int | None = None,
        **names: Any,
    ) -> list[dict[str, Any]]:
        """See ``TaskContext.asset_events``."""
        since, until = (datetime.fromisoformat(each) if each else None for each in (after, before))
        with self._store.reading() as tx:
            dag_id, run_id, _, _ = self._name(tx, launch_id)
            run = dag_runs.get(tx, dag_id, run_id) if of_run else None
            wanted = EventFilter(after=since, before=until, run=run.id if run else None, **names)
            return asset_events.told(tx, wanted, ascending=ascending, limit=limit)

    def _named(self, launch_id: str) -> tuple[str, str, str, int]:
        with self._store.reading() as tx:
            return self._name(tx, launch_id)

    def _name(self, tx: Transaction, launch_id: str) -> tuple[str, str, str, int]:
        """Whose launch it is; an earlier try of a task must not speak for the one that runs now."""
        number, try_number, launch = map(int, launch_id.split("."))
        if number == WATCHER:
            return "", "", "asset watcher", -1
        if number < 0:
            return self._name_of_callback(tx, -number, launch)
        name = task_instances.name_of(tx, number)
        if name is None:
            raise NotFoundError("The run of this task was deleted.")
        if task_instances.launch_of(tx, number) != (try_number, launch):
            raise ForbiddenError("Another try of this task has taken over.")
        return name
