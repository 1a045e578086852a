"""Runs a notebook on a kernel from the pool. The file it writes is a valid notebook at every moment, complete up to the
last message that was saved; it is kept whatever happens.

papermill's parameter rules, metadata and error cells; nbclient's way of running cells (``notebook_client.py``).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from couture_jupyter.exceptions import NotebookFailed
from couture_jupyter.runtime import NotebookProgress
from couture_scheduler.kernels.holding import Hold
from couture_scheduler.kernels.masks import Masks
from couture_scheduler.kernels.resume import Resume

OnProgress = Callable[[NotebookProgress], None]


@dataclass(frozen=True, slots=True)
class NotebookJob:
    """What to run. ``pool`` is the kernel pool's address file, or empty.

    ``named`` is what the executed notebook names as its input, else ``source``. ``cwd`` is where the kernel works, else
    the notebook's folder; ``env`` its further environment; ``hold`` how it is kept after a failure, ``resume``
    the earlier try to go on from. ``hidden`` are values set in the kernel that are written
    nowhere; ``masks`` texts that appear as ``***`` in outputs and logs. ``python`` is the interpreter of a virtual
    environment to use instead of the kernelspec's; ``memory_bytes`` and ``cpus`` limit it.
    """

    source: Path
    target: Path
    parameters: dict[str, Any]
    kernel_name: str | None = None
    pool: str = ""
    named: Path | None = None
    cwd: Path | None = None
    env: dict[str, str] = field(default_factory=dict)
    hold: Hold | None = None
    resume: Resume | None = None
    hidden: dict[str, Any] = field(default_factory=dict)
    masks: Masks = field(default_factory=Masks)
    python: Path | None = None
    memory_bytes: int | None = None
    cpus: float | None = None


def execute_notebook(job: NotebookJob, *, on_progress: OnProgress) -> Path:
    """Run the notebook; the executed copy is ``job.target``. Raises ``NotebookFailed``; the copy is kept then too."""
    from couture_scheduler.kernels.kernel_setup import KernelSetup
    from couture_scheduler.kernels.limits import KernelLimits
    from couture_scheduler.kernels.notebook_document import prepare
    from couture_scheduler.kernels.notebook_run import NotebookRun

    if not job.source.is_file():
        raise NotebookFailed(f"There is no notebook {job.source}.")
    notebook, kernel_name = prepare(job.source, job.target, job.parameters, job.kernel_name, list(job.hidden))
    notebook.metadata.papermill["input_path"] = str(job.named or job.source)
    cwd = job.cwd or job.source.parent
    run = NotebookRun(notebook, kernel_name, job.target, job.pool, cwd, on_progress, job.target.parent)
    run.setup = KernelSetup(job.env, job.hidden, job.masks, job.python, KernelLimits(job.memory_bytes, job.cpus))
    run.hold, run.resume = job.hold, job.resume
    try:
        failure = run.execute()
    finally:
        run.mark()
    unsaved = run.saver.problem
    if failure is not None:
        told = f"{failure} The executed notebook could not be saved, either. {unsaved}" if unsaved else str(failure)
        raise NotebookFailed(told, run.failed_at, failure.error_name)
    if unsaved:
        raise NotebookFailed(f"All cells ran, but the executed notebook could not be saved. {unsaved}", None, "Unsaved")
    return job.target


def run_for_papermill(nb: Any, kernel_name: str, output_path: str | None, **options: Any) -> Any:
    """For ``papermill --engine couture``: papermill itself looks for errors in the notebook afterwards."""
    from couture_scheduler.kernels.notebook_run import NotebookRun

    pool = options.get("kernel_pool") or os.environ.get("COUTURE_KERNEL_POOL", "")
    target = Path(output_path).absolute() if output_path and "://" not in output_path else None
    run = NotebookRun(nb, kernel_name, target, pool, Path.cwd(), lambda progress: None)
    run.cell_timeout = options.get("execution_timeout")
    failure = run.execute()
    if failure is not None and failure.error_name == "DeadKernel":
        raise failure
    return nb


def import_all() -> None:
    """Import what a notebook task needs, in a warm parent, and do what libraries do once and remember."""
    import nbformat.v4
    from nbformat.validator import get_validator

    import couture_scheduler.kernels.kernelspecs
    import couture_scheduler.kernels.notebook_document
    import couture_scheduler.kernels.notebook_run

    for minor in range(nbformat.v4.nbformat_minor + 1):
        get_validator(nbformat.v4.nbformat, minor)  # type: ignore[no-untyped-call]  # compiles a schema: 40 ms
    kernelspecs = couture_scheduler.kernels.kernelspecs
    kernelspecs.interpreter_of(kernelspecs.DEFAULT_KERNEL)  # imports IPython: 300 ms
    find_spec("black")  # papermill looks for it each time: the folders of the path are known then
