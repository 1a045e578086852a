"""From what the actions return to what the API describes: kept kernels."""

from __future__ import annotations

from pathlib import Path

from couture_scheduler.actions import held_kernels
from couture_scheduler.files.workspace import relative
from couture_scheduler.store.held_kernels import HeldKernelRecord

from couture_server.kernels.bodies import AttachedKernel, HeldKernel, KernelPlace, OpenKernel, TryKernel
from couture_server.kernels.desk import jupyter_id
from couture_server.kernels.opening import Asking


def held_kernel(record: HeldKernelRecord, asking: Asking) -> HeldKernel:
    """A kept kernel; where its connection file is stays with us."""
    return HeldKernel(
        id=record.id,
        dag_id=record.dag_id,
        dag_run_id=record.run_id,
        task_id=record.task_id,
        map_index=record.map_index,
        try_number=record.try_number,
        kernel_id=jupyter_id(record),
        kernel_name=record.kernel_name,
        held_at=record.held_at,
        held_until=record.held_until,
        memory_bytes=record.memory_bytes,
        used_by=record.used_by,
        account=record.account,
        cannot_open=asking.obstacle(record),
        ended_at=record.ended_at,
        because=record.because,
    )


def open_kernel(opened: held_kernels.OpenedKernel, asking: Asking, workspace: Path) -> OpenKernel:
    """A kernel that may be opened by who asks, and where it is."""
    record = opened.record
    return OpenKernel(
        held_kernel=held_kernel(record, asking),
        kernel_id=jupyter_id(record),
        kernel_name=record.kernel_name,
        path=relative(workspace, opened.notebook),
        place=KernelPlace(
            pool=str(opened.pool),
            pool_kernel=record.kernel_id,
            connection_file=record.connection_file,
            pid=record.pid,
            process_started=record.process_started,
        ),
    )


def attached(kernel: OpenKernel) -> AttachedKernel:
    """What the browser is told of it."""
    return AttachedKernel.model_validate(kernel.model_dump(exclude={"place"}))


def try_kernel(found: held_kernels.TryKernel, asking: Asking, workspace: Path) -> TryKernel:
    """What is left of a try's kernel."""
    return TryKernel(
        state=found.state,  # type: ignore[arg-type]
        because=found.because,
        try_number=found.try_number,
        held_kernel=None if found.record is None else held_kernel(found.record, asking),
        failed_cell=found.failed_cell,
        cells=found.cells,
        original_path=relative(workspace, found.original) if found.original else None,
        copy_path=relative(workspace, found.copy) if found.copy else None,
    )
