"""Runs the tasks of one DAG file in this process: ``run_dag_file.py FILE CONNECTIONS [FOLDER…]``.

``CONNECTIONS`` is JSON; ``FOLDER``s hold packages that are not in the environment: providers. Prints the XComs as JSON.
``setup()`` of the file, if there is one, is entered around the tasks.
"""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any


@dataclass
class Worker:
    """Offers tasks what they may ask for."""

    connections: dict[str, dict[str, Any]]
    run: Any
    this_try: Any = None
    xcoms: dict[str, Any] = field(default_factory=dict)

    def fetch_secret(self, kind: str, name: str, *, secret: bool | None = None) -> dict[str, Any] | None:
        return {"conn_id": name, **self.connections[name]} if name in self.connections else None

    def hide(self, *texts: str) -> None:
        """There is no log to hide them in."""

    def xcom_push(self, key: str, value: Any) -> None:
        from couture_jupyter import xcom

        self.xcoms[f"{self.this_try.task_id}.{key}"] = xcom.encode(value, key)

    def xcom_pull(self, task_ids: Any = None, key: str | None = "return_value", **rest: Any) -> Any:
        from couture_jupyter import xcom

        return xcom.decode(self.xcoms.get(f"{task_ids}.{key}"))


def main(file: Path, connections: dict[str, dict[str, Any]]) -> None:
    """Run the file's DAG, task after task."""
    from couture_jupyter.airflow_compat import install
    from couture_jupyter.run_task import run_task
    from couture_jupyter.runtime import RunInfo, TryInfo
    from couture_jupyter.serialization.load import load_dag_file

    install()
    loaded = load_dag_file(file)
    (dag,) = loaded.dags.values()
    day = datetime(2026, 3, 4, tzinfo=UTC)
    worker = Worker(connections, RunInfo(dag.dag_id, "run", "manual", day, day, day + timedelta(1), day))
    with getattr(loaded.module, "setup", nullcontext)():
        for task in dag.topological_sort():
            worker.this_try = TryInfo(task.task_id, -1, 1, 0, file.parent, file.parent)
            result = run_task(task, worker)  # type: ignore[arg-type]
            worker.xcoms[f"{task.task_id}.return_value"] = result.return_value
    print(json.dumps(worker.xcoms))


if __name__ == "__main__":
    sys.path += sys.argv[3:]
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
