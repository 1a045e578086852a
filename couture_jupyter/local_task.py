"""What a task may ask for while ``dag.test()`` runs it: XComs in memory, variables and connections from files."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from couture_jupyter import xcom
from couture_jupyter.connections import Connection
from couture_jupyter.exceptions import DagError, NotebookFailed, TaskError
from couture_jupyter.local_answers import answered
from couture_jupyter.notebook_options import NotebookRequest
from couture_jupyter.operators.notebook_files import copy_into_place
from couture_jupyter.runtime import HumanQuestion, NotebookProgress, RunInfo, TryInfo
from couture_jupyter.secret_sources import chosen, from_airflows_environment, from_environment

if TYPE_CHECKING:
    from couture_jupyter.local_run import LocalRun


class LocalSecrets:
    """Variables and connections: those of the files first, then those of the environment."""

    def __init__(self, variable_file: str | None, connection_file: str | None) -> None:
        variables = read_file(variable_file) if variable_file else {}
        connections = read_file(connection_file) if connection_file else {}
        self._variables = {name: {"value": _text(value)} for name, value in variables.items()}
        self._connections = {name: _several(name, value) for name, value in connections.items()}

    def fetch(self, kind: str, name: str) -> dict[str, Any] | None:
        """The fields, or ``None``. Of several connections one at random, or all: ``connections``."""
        held = self._variables.get(name) if kind == "variable" else chosen(kind, self._connections.get(name, []))
        return held or from_airflows_environment(kind, name) or from_environment(kind, name)

    def change_variable(self, key: str, value: str | None) -> bool:
        """Keep another value for the tasks to come; nothing is stored. Whether there was one."""
        was_there = self.fetch("variable", key) is not None
        if value is None:
            self._variables.pop(key, None)
        else:
            self._variables[key] = {"value": value}
        return was_there


def read_file(path: str) -> dict[str, Any]:
    """The names and values in a JSON, YAML or .env file."""
    text = Path(path).read_text(encoding="utf-8")
    if path.endswith((".yaml", ".yml")):
        import yaml

        found = yaml.safe_load(text)
    elif path.endswith(".json"):
        found = json.loads(text)
    else:
        lines = (line.strip() for line in text.splitlines())
        pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
        found = {name.strip(): value.strip() for name, value in pairs}
    if not isinstance(found, dict):
        raise DagError(f"{path} holds no names and values but a {type(found).__name__}.")
    return found


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _several(name: str, value: Any) -> list[dict[str, Any]]:
    given = value if isinstance(value, list) else [value]
    return [{**_connection(name, each), "number": number} for number, each in enumerate(given, 1)]


def _connection(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        text = value.strip()
        value = json.loads(text) if text.startswith("{") else dataclasses.asdict(Connection.from_uri(name, text))
    if not isinstance(value, Mapping):
        raise DagError(f"The connection {name} is a URI or a dict of its fields.")
    given = {"conn_id": name, **value}
    if not isinstance(given.get("extra"), str | None):
        given["extra"] = json.dumps(given["extra"])
    known = {each.name for each in dataclasses.fields(Connection)}
    return dataclasses.asdict(Connection(**{key: each for key, each in given.items() if key in known}))


class LocalTask:
    """Fulfils ``TaskContext`` for one task instance of a ``LocalRun``."""

    def __init__(self, local_run: LocalRun, run: RunInfo, this_try: TryInfo, secrets: LocalSecrets) -> None:
        self._local_run, self._secrets = local_run, secrets
        self.run, self.this_try = run, this_try
        self._instance = this_try.task_id, this_try.map_index
        self.answer: dict[str, Any] | None = None  # to the question that the task asked

    def xcom_push(self, key: str, value: Any) -> None:
        """Keep the value as the engine would: through its JSON form."""
        self._local_run.push(self.this_try.task_id, self.this_try.map_index, key, xcom.encode(value, key))

    def xcom_pull(
        self,
        task_ids: str | list[str] | None = None,
        key: str | None = xcom.RETURN_KEY,
        *,
        dag_id: str | None = None,
        run_id: str | None = None,
        map_indexes: int | list[int] | None = None,
        **rest: Any,
    ) -> Any:
        """What tasks of this run pushed; there are no other runs."""
        if dag_id not in (None, self.run.dag_id) or run_id not in (None, self.run.run_id):
            return None
        return self._local_run.xcom_pull(task_ids, key, map_indexes)

    def fetch_secret(self, kind: str, name: str, *, secret: bool | None = None) -> dict[str, Any] | None:
        """The fields of a variable or a connection."""
        return self._secrets.fetch(kind, name)

    def change_variable(self, key: str, value: str | None, description: str | None = None) -> bool:
        """Set or delete a variable, for this run."""
        return self._secrets.change_variable(key, value)

    def dag_states(self, dag_id: str, **wanted: Any) -> dict[str, Any]:
        """There are no other runs."""
        raise TaskError(f"dag.test() knows no runs of {dag_id!r}: trigger a run, then the engine answers.")

    def trigger_dag(self, dag_id: str, **given: Any) -> dict[str, Any]:
        """One DAG is run at a time."""
        raise TaskError(f"dag.test() runs this DAG only, not {dag_id!r}: trigger a run, then the engine starts it.")

    def dag_facts(self, dag_id: str) -> dict[str, Any] | None:
        """No engine is asked."""
        raise TaskError(f"dag.test() knows nothing of {dag_id!r}: trigger a run, then the engine answers.")

    def pause_dag(self, dag_id: str, paused: bool) -> None:
        """No engine is asked."""
        raise TaskError(f"dag.test() switches no DAG off or on, {dag_id!r} neither: trigger a run.")

    def asset_events(self, **filters: Any) -> list[dict[str, Any]]:
        """What tasks of this run updated; there are no other runs, and no asset started this one."""
        return self._local_run.asset_log.find(**filters)

    def find_asset(self, name: str) -> dict[str, Any] | None:
        """An asset that this DAG names; of another one nothing but its name is known here."""
        return self._local_run.asset_log.facts(name)

    def aliased_assets(self, alias: str) -> list[str]:
        """Those that tasks of this run updated under it."""
        return sorted({each["asset"]["name"] for each in self._local_run.asset_log.find(alias=alias)})

    def get_state(self, key: str, *, asset: dict[str, str] | None = None) -> dict[str, Any] | None:
        """What a task of this run keeps, or what tasks of this run kept with an asset."""
        return self._local_run.state_stores.get(self._instance, asset, key)

    def set_state(
        self, key: str, value: Any, *, asset: dict[str, str] | None = None, expires_at: str | None = None
    ) -> None:
        """Keep a value while this run lasts."""
        self._local_run.state_stores.set(self._instance, asset, key, value)

    def delete_state(self, key: str | None, *, asset: dict[str, str] | None = None) -> None:
        """Forget a value, or all."""
        self._local_run.state_stores.delete(self._instance, asset, key)

    def hide(self, *texts: str) -> None:
        """Nothing is stored here."""

    def ask_human(self, question: HumanQuestion) -> None:
        """Ask at once, whoever is at the terminal or the notebook; nobody there means the defaults."""
        self.answer = answered(question)

    def report_progress(self, progress: NotebookProgress) -> None:
        """Nobody waits for it."""

    def place_file(self, source: Path, target: Path) -> Path:
        """There is one user."""
        return copy_into_place(source, target)

    def report_output(self, kind: str, path: Path) -> None:
        """Say where the file is."""
        self._local_run.say(f"{self.this_try.task_id}: {kind} in {path}")

    def report_problem(self, kind: str, sentence: str) -> None:
        """Say what the problem is."""
        self._local_run.say(f"{self.this_try.task_id}: {sentence}")

    def execute_notebook(self, request: NotebookRequest) -> Path | None:
        """Run the notebook on a kernel of its own."""
        import papermill
        from papermill.exceptions import PapermillExecutionError

        target = self.this_try.folder / request.source.name
        try:
            papermill.execute_notebook(
                str(request.source),
                str(target),
                parameters=request.parameters,
                kernel_name=request.kernel_name,
                cwd=str(request.source.parent),
                progress_bar=False,
            )
        except PapermillExecutionError as error:
            raise NotebookFailed(f"{error.ename}: {error.evalue}", error.cell_index, error.ename) from error
        return target
