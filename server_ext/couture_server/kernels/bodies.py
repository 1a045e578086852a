"""Kernels that are kept after a failure, and going on from the failed cell, at the HTTP edge."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from couture_server.http.models import Answer, Body, Moment, Query, Text


class HeldKernel(Answer):
    """A kernel that is or was kept after its notebook failed.

    `kernel_id` is its id in Jupyter once somebody has opened it (`attach`). When `ended_at` is set it is gone, and
    `because` says why. `used_by` has asked to go on with it. `account` is the person as whom it runs, who alone can
    open it; `null`: it runs as the engine does. `cannot_open` says why the person who asks cannot open it where they
    ask, and what to do; `null`: they can.
    """

    id: int
    dag_id: str
    dag_run_id: str
    task_id: str
    map_index: int
    try_number: int
    kernel_id: str
    kernel_name: str
    held_at: Moment
    held_until: Moment
    memory_bytes: int | None
    used_by: str | None
    account: str | None
    cannot_open: str | None
    ended_at: Moment | None
    because: str | None


class HeldKernelCollection(Answer):
    """Kept kernels, the newest first."""

    held_kernels: list[HeldKernel]
    total_entries: int


class HeldKernelQuery(Query):
    """Which kept kernels; with `only_held=false` also those that have ended."""

    dag_id: Text | None = None
    dag_run_id: Text | None = None
    only_held: bool = True


class HeldKernelPatch(Body):
    """For how many seconds from now it is kept at least."""

    seconds: Annotated[float, Field(gt=0, le=604_800, description="Seconds from now; at most a week.")]


class OpenBody(Body):
    """Which notebook is opened on the kernel: an editable `copy` of the executed one, made beside the original, or the
    `original` itself, to mend it."""

    document: Literal["copy", "original"] = "copy"


class AttachedKernel(Answer):
    """The kernel as Jupyter knows it now, and the notebook to open on it: its path in the workspace."""

    held_kernel: HeldKernel
    kernel_id: str
    kernel_name: str
    path: str


class KernelPlace(Answer):
    """Where a kept kernel is: its `connection_file`, which only the user of the system can read as whom it runs, its
    process, and the address of the `pool` that keeps it, by the name `pool_kernel`."""

    pool: str
    pool_kernel: str
    connection_file: str
    pid: int
    process_started: float


class OpenKernel(AttachedKernel):
    """What a Jupyter server needs to attach the kernel, or `jupyter console --existing` to connect to it."""

    place: KernelPlace


class TryKernel(Answer):
    """What is left of the kernel of a try: `held` (it is kept), `ended` (it was) or `none`; why, as a sentence.

    `failed_cell` is the cell at which the notebook would go on, counted from 1 as the progress bar counts.
    `original_path` is the notebook that ran, `copy_path` the editable copy of the executed one, if there is one: paths
    in the workspace.
    """

    state: Literal["held", "ended", "none"]
    because: str
    try_number: int
    held_kernel: HeldKernel | None
    failed_cell: int | None
    cells: int | None
    original_path: str | None
    copy_path: str | None


class TryKernelQuery(Query):
    """Which try; the newest by default."""

    try_number: Annotated[int, Field(ge=1, le=10_000)] | None = None


class ResumeBody(Body):
    """How to go on: `with` the `held_kernel` (at the cell that failed) or a `fresh_kernel` (the cells before it run
    again), in the `current` notebook, the one `as_run`, or the `copy` that was opened on the kernel. With
    `accept_changes` cells before the failed one may have been changed since they ran; they do not run again."""

    with_: Annotated[Literal["held_kernel", "fresh_kernel"], Field(alias="with")] = "held_kernel"
    notebook: Literal["current", "as_run", "copy"] = "current"
    accept_changes: bool = False
