"""What a running task may ask the engine: its XComs, and how it is getting on. Answered in the caller's thread."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Any

from couture_scheduler.engine.launch import Progressed
from couture_scheduler.errors import ForbiddenError, NotFoundError
from couture_scheduler.loop.launches import Launches
from couture_scheduler.store import task_instances, xcoms
from couture_scheduler.store.session import Store, Transaction

Method = Callable[[str, dict[str, Any]], Any]


class WorkerCalls:
    """Serves the workers' calls. ``report`` passes progress on to the loop."""

    def __init__(
        self,
        store: Store,
        launches: Launches,
        clock: Callable[[], datetime],
        report: Callable[[Progressed], None],
    ) -> None:
        self._store = store
        self._launches = launches
        self._clock = clock
        self._report = report

    def method_for(self, launch_id: str, token: str) -> Method | None:
        """The calls open to the worker of this launch, or ``None`` when the token is not its own."""
        if not hmac.compare_digest(token, self._launches.token(launch_id)):
            return None
        return lambda method, params: self._call(launch_id, method, params)

    def _call(self, launch_id: str, method: str, params: dict[str, Any]) -> Any:
        match method:
            case "xcom_push":
                return self._xcom_push(launch_id, **params)
            case "xcom_pull":
                return self._xcom_pull(launch_id, **params)
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

    def _name(self, tx: Transaction, launch_id: str) -> tuple[str, str, str, int]:
        """Whose launch it is; an earlier try of a task must not speak for the one that runs now."""
        number, try_number, launch = map(int, launch_id.split("."))
        name = task_instances.name_of(tx, number)
        if name is None:
            raise NotFoundError("The run of this task was deleted.")
        if task_instances.launch_of(tx, number) != (try_number, launch):
            raise ForbiddenError("Another try of this task has taken over.")
        return name
