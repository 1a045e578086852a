"""A notebook task: from what the operator asks for to what the notebook executor gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from couture_jupyter.exceptions import TaskFailed
from couture_jupyter.notebook_options import NotebookRequest
from couture_jupyter.runtime import NotebookProgress
from couture_scheduler.engine.launch import Launch
from couture_scheduler.files.layout import NOTEBOOK_NAME
from couture_scheduler.kernels.limits import MEGABYTE
from couture_scheduler.kernels.notebook_executor import NotebookJob, execute_notebook
from couture_scheduler.worker.notebook_code import tidy_up
from couture_scheduler.worker.notebook_environment import job_interpreter, packages_noted
from couture_scheduler.worker.notebook_kernel import hold_of, resume_of
from couture_scheduler.worker.notebook_script import as_notebook, run_script
from couture_scheduler.worker.notebook_secrets import fetch_secrets
from couture_scheduler.worker.resumed_code import choose_code
from couture_scheduler.worker.secret_channel import open_channel
from couture_scheduler.worker.task_secrets import TaskSecrets


def run_notebook(
    request: NotebookRequest,
    launch: Launch,
    known: TaskSecrets,
    *,
    on_progress: Callable[[NotebookProgress], None],
    on_code: Callable[[dict[str, Any]], None] = lambda facts: None,
) -> Path | None:
    """Run it; the executed copy is in the try's folder, ``None`` for a script. Raises ``NotebookFailed``; the copy is
    kept then too. ``on_code`` hears which code runs."""
    if launch.refusal:
        raise TaskFailed(launch.refusal)
    code = choose_code(request, launch)
    on_code(code.facts)
    secrets = fetch_secrets(request, known)
    memory = request.environment.memory_megabytes
    notebook = as_notebook(code.source, Path(launch.folder))
    job = NotebookJob(
        source=notebook or code.source,
        named=code.named,
        cwd=code.cwd,
        target=Path(launch.folder) / NOTEBOOK_NAME,
        parameters=secrets.parameters,
        kernel_name=request.kernel_name,
        pool=launch.kernel_pool,
        hold=hold_of(request, launch),
        resume=resume_of(request, launch),
        env=secrets.env,
        hidden=secrets.hidden,
        masks=known.masks,
        memory_bytes=memory * MEGABYTE if memory else None,
        cpus=request.environment.cpus,
    )
    with (
        open_channel(known, launch.account) as channel,
        job_interpreter(request, launch, on_progress) as python,
        packages_noted(job, python, launch),
    ):
        job = replace(job, env={**channel, **job.env}, python=python)
        if notebook is None:
            run_script(job, launch, known.masks)
        executed = execute_notebook(job, on_progress=on_progress) if notebook else None
    tidy_up(code, launch)
    return executed
