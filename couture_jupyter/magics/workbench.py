"""What a notebook has made so far: its DAGs, of cells that are tasks or of cells that define a whole DAG."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from IPython.core.error import UsageError

from couture_jupyter.client import Client, part
from couture_jupyter.dags import DAG
from couture_jupyter.exceptions import DagError
from couture_jupyter.magics.dag_source import dag_file
from couture_jupyter.magics.graph_layout import Node
from couture_jupyter.magics.notebook_dag import NotebookDag, Wiring
from couture_jupyter.serialization.load import DagFileError, load_dag_file
from couture_jupyter.serialization.serialize import serialize_dag

_WHICH = "Which DAG? Name it (%dag list shows those of the workspace), or make one with %%dag or %%task."


@dataclass(frozen=True, slots=True)
class CellDag:
    """A DAG that a ``%%dag`` cell defined."""

    source: str
    dag: DAG


class Workbench:
    """One notebook at work."""

    def __init__(self, shell: Any, client: Client | None = None) -> None:
        self.shell = shell
        self.client = client or Client()
        self.notebook_dags: dict[str, NotebookDag] = {}
        self.cell_dags: dict[str, CellDag] = {}
        self.current: str | None = None  # what is meant when no DAG is named

    @property
    def namespace(self) -> dict[str, Any]:
        """The notebook's names."""
        found: dict[str, Any] = self.shell.user_ns
        return found

    @property
    def notebook(self) -> Path | None:
        """The notebook, if Jupyter said which one it is."""
        given = os.environ.get("JPY_SESSION_NAME", "")
        return Path(given) if given.endswith(".ipynb") else None

    def chosen(self, dag_id: str | None) -> str:
        """The DAG that is meant."""
        found = dag_id or self.current
        if not found:
            raise UsageError(_WHICH)
        return found

    def notebook_dag(self, dag_id: str | None) -> NotebookDag:
        """The DAG that ``%%task`` cells belong to: the named one, else the notebook's own."""
        own = re.sub(r"[^\w.-]", "_", self.notebook.stem) if self.notebook else "notebook"
        name = dag_id or (self.current if self.current in self.notebook_dags else None) or own
        self.current = name
        return self.notebook_dags.setdefault(name, NotebookDag(name))

    def is_here(self, dag_id: str) -> bool:
        """Whether this notebook makes the DAG."""
        return dag_id in self.cell_dags or dag_id in self.notebook_dags

    def source_of(self, dag_id: str, schedule: str | None = None) -> str:
        """The file of a DAG: of this notebook, else of the workspace."""
        if dag_id in self.cell_dags:
            if schedule is not None:
                raise UsageError("Say the schedule in the %%dag cell: that is the DAG's source.")
            return self.cell_dags[dag_id].source
        if dag_id in self.notebook_dags:
            notebook = self.notebook_dags[dag_id]
            notebook.schedule = schedule or notebook.schedule
            return dag_file(dag_id, self.wire(dag_id), notebook.schedule)
        return str(self.client.get(f"dagSources/{part(dag_id)}")["content"])

    def wire(self, dag_id: str) -> Wiring:
        """How the tasks of the notebook's DAG hang together."""
        return self.notebook_dags[dag_id].wire(self.namespace)

    def load(self, dag_id: str) -> DAG:
        """The DAG as an object of this process."""
        if dag_id in self.cell_dags:
            return self.cell_dags[dag_id].dag
        folder = Path.cwd() if self.is_here(dag_id) else self._dags_folder()
        found = load_source(self.source_of(dag_id), f"{dag_id}.py", folder)
        if dag_id not in found:
            raise UsageError(f"The file of {dag_id} makes it only together with other files. Use %dag run {dag_id}.")
        return found[dag_id]

    def _dags_folder(self) -> Path:
        """The workspace's DAG folder where this machine has it: its files may import each other."""
        workspace = self.client.get("workspace")
        folder = Path(workspace["workspace"], workspace["dags_folder"] or "")
        return folder if folder.is_dir() else Path.cwd()


def load_source(source: str, name: str, folder: Path | None = None) -> dict[str, DAG]:
    """The DAGs that a source makes, read as a file of ``folder`` (the current one). The error tells the line."""
    here = folder or Path.cwd()
    with tempfile.TemporaryDirectory(prefix="couture-magic-") as copies:
        path = Path(copies) / "dag.py"
        path.write_text(source, encoding="utf-8")
        try:
            return load_dag_file(path, origin=here / name, dags_folder=here).dags
        except DagFileError as error:
            hint = (
                " Import it there: it is read as a file of its own." if isinstance(error.__cause__, NameError) else ""
            )
            raise DagError(f"{error}{_line(source, error.line)}{hint}") from None


def _line(source: str, number: int | None) -> str:
    lines = source.splitlines()
    return f" (line {number}: {lines[number - 1].strip()})" if number and number <= len(lines) else ""


def nodes_of(dag: DAG) -> list[Node]:
    """The tasks of a DAG to draw."""
    return [Node(task.task_id, task.downstream, task.operator) for task in serialize_dag(dag).tasks]


def nodes_of_wiring(wiring: Wiring) -> list[Node]:
    """The tasks of a notebook's DAG to draw, with the names that go along the edges."""
    found = []
    for task_id, task in wiring.tasks.items():
        downstream = [name for name, other in wiring.tasks.items() if task_id in other.upstream]
        found.append(Node(task_id, tuple(downstream), f"makes {', '.join(task.outputs)}" if task.outputs else ""))
    return found
