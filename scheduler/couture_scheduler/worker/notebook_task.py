"""A notebook task: from what the operator asks for to what the notebook executor gets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from couture_jupyter.notebook_options import NotebookRequest
from couture_jupyter.runtime import NotebookProgress
from couture_scheduler.engine.launch import Launch
from couture_scheduler.files.layout import NOTEBOOK_NAME
from couture_scheduler.kernels.notebook_executor import NotebookJob, execute_notebook
from couture_scheduler.worker.notebook_code import take_code, tidy_up


def run_notebook(
    request: NotebookRequest,
    launch: Launch,
    *,
    on_progress: Callable[[NotebookProgress], None],
    on_code: Callable[[dict[str, Any]], None] = lambda facts: None,
) -> Path:
    """Run it; the executed copy is in the try's folder. Raises ``NotebookFailed``; the copy is kept then too.
    ``on_code`` hears which code runs."""
    code = take_code(request, launch)
    on_code(code.facts)
    job = NotebookJob(
        source=code.source,
        named=code.named,
        cwd=code.cwd,
        target=Path(launch.folder) / NOTEBOOK_NAME,
        parameters=request.parameters,
        kernel_name=request.kernel_name,
        pool=launch.kernel_pool,
        hold=request.hold_on_failure,
    )
    executed = execute_notebook(job, on_progress=on_progress)
    tidy_up(code)
    return executed
