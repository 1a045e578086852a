"""A kernel pool, notebooks, and runs of them."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from couture_scheduler.kernels.notebook_executor import NotebookJob, execute_notebook
from couture_scheduler.kernels.pool_client import PoolKeeper
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from couture_jupyter.exceptions import NotebookFailed
from couture_jupyter.runtime import NotebookProgress

DEADLINE = 90.0


@pytest.fixture(scope="session")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    keeper = PoolKeeper(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST")  # ipykernel does not capture what subprocesses print when it sees this
        keeper.warm(["python3"])
    process = psutil.Process(json.loads(Path(keeper.address).read_text())["pid"])
    yield keeper.address
    keeper.close()
    process.wait(DEADLINE)
    assert not Path(keeper.address).exists()


@dataclass
class Run:
    """A notebook on its way, in a thread."""

    target: Path
    progress: list[NotebookProgress] = field(default_factory=list)
    failure: NotebookFailed | None = None
    thread: threading.Thread = field(init=False)

    @property
    def document(self) -> Any:
        """What is on disk now: always a valid notebook."""
        document = nbformat.read(self.target, as_version=4)
        nbformat.validate(document)
        return document

    def text(self, cell: int) -> str:
        """What the cell has printed so far."""
        if not self.target.exists():
            return ""
        return "".join(output.get("text", "") for output in self.document.cells[cell].get("outputs", ()))

    def wait_until(self, met: Callable[[], Any]) -> Any:
        """Wait for something to come true while the notebook runs."""
        deadline = time.monotonic() + DEADLINE
        while not (found := met()):
            assert time.monotonic() < deadline
            self.thread.join(0.02)
        return found

    def end(self) -> Any:
        """The executed notebook."""
        self.thread.join(DEADLINE)
        assert not self.thread.is_alive()
        return self.document


@dataclass
class Notebooks:
    """Writes and runs notebooks in one folder."""

    folder: Path
    pool: str

    def start(self, *cells: Any, parameters: dict[str, Any] | None = None, kernel_name: str | None = None) -> Run:
        """Write the cells (strings are code) as a notebook and start it."""
        made = [new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
        notebook = new_notebook(cells=made)
        notebook.metadata.kernelspec = {"name": "python3", "language": "python", "display_name": "Python 3"}
        source = self.folder / "input.ipynb"
        nbformat.write(notebook, source)
        run = Run(self.folder / "output.ipynb")
        job = NotebookJob(source, run.target, parameters or {}, kernel_name, self.pool)

        def work() -> None:
            try:
                execute_notebook(job, on_progress=run.progress.append)
            except NotebookFailed as failure:
                run.failure = failure

        run.thread = threading.Thread(target=work, daemon=True)
        run.thread.start()
        return run

    def run(self, *cells: Any, **options: Any) -> Any:
        """Run to the end without a failure; the executed notebook."""
        run = self.start(*cells, **options)
        document = run.end()
        assert run.failure is None, run.failure
        return document


def parameters_cell(source: str) -> Any:
    """A cell with papermill's tag."""
    return new_code_cell(source, metadata={"tags": ["parameters"]})


def markdown(source: str) -> Any:
    """A cell that does not run."""
    return new_markdown_cell(source)


@pytest.fixture
def notebooks(pool: str, tmp_path: Path) -> Notebooks:
    return Notebooks(tmp_path, pool)


@pytest.fixture
def poolless(tmp_path: Path) -> Notebooks:
    return Notebooks(tmp_path, "")
